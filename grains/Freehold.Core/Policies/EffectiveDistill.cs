using System.Text.Json;
using Freehold.Core.Policies.Reading;

namespace Freehold.Core.Policies;

/// <summary>Writes the section <c>distill</c> with every value that holds; nothing where the workload has no student.</summary>
internal static class EffectiveDistill
{
    public static void Write(Utf8JsonWriter json, DistillPolicy distill)
    {
        if (ReferenceEquals(distill, DistillPolicy.None))
        {
            return;
        }

        json.WriteStartObject("distill");
        json.WriteBoolean("enabled", distill.Enabled);
        json.WriteString("student", distill.Student.ToString().ToLowerInvariant());
        if (distill.BaseModel is { } model)
        {
            json.WriteString("base_model", model);
        }

        if (distill.Student == DistillStudent.Adapter)
        {
            json.WriteNumber("rank", distill.Rank);
            json.WriteNumber("epochs", distill.Epochs);
            json.WriteNumber("learning_rate", distill.LearningRate);
        }

        json.WriteString("task", distill.Task.ToString().ToLowerInvariant());
        if (distill.Classes.Count > 0)
        {
            EffectivePolicy.WriteTexts(json, "classes", distill.Classes);
        }

        if (distill.OutOfScope is { } outOfScope)
        {
            json.WriteString("out_of_scope", outOfScope);
        }

        EffectivePolicy.WriteTexts(
            json, "accept", [.. DistillReader.Evidence.Where(one => distill.Accept.HasFlag(one.Value)).Select(one => one.Name)]);
        if (distill.Pattern is { } pattern)
        {
            json.WriteString("pattern", pattern);
        }

        WriteNumbers(json, distill);
        WriteSafety(json, distill.Safety);
        WriteChecks(json, distill.Checks);
        json.WriteEndObject();
    }

    private static void WriteSafety(Utf8JsonWriter json, IReadOnlyList<SafetyRule> safety)
    {
        if (safety.Count == 0)
        {
            return;
        }

        json.WriteStartArray("safety");
        foreach (var rule in safety)
        {
            json.WriteStartObject();
            json.WriteString("name", rule.Name);
            json.WriteString("prompt", rule.Prompt);
            foreach (var (key, text) in ((string, string?)[])
                [("answer", rule.Answer), ("must_match", rule.MustMatch), ("must_not_match", rule.MustNotMatch)])
            {
                if (text is not null)
                {
                    json.WriteString(key, text);
                }
            }

            if (rule.ToTeacher)
            {
                json.WriteBoolean("to_teacher", true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteChecks(Utf8JsonWriter json, IReadOnlyList<CheckRule> checks)
    {
        if (checks.Count == 0)
        {
            return;
        }

        json.WriteStartArray("checks");
        foreach (var check in checks)
        {
            json.WriteStartObject();
            json.WriteString("name", check.Name);
            json.WriteNumber("min_pass", check.MinPass);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, DistillPolicy distill)
    {
        json.WriteNumber("min_examples", distill.MinExamples);
        json.WriteNumber("retrain_examples", distill.RetrainExamples);
        json.WriteNumber("budget_usd", distill.MaxTeacherCostUsd);
        json.WriteNumber("margin", distill.Margin);
        json.WriteNumber("max_latency_ms", distill.MaxLatencyMs);
        json.WriteNumber("shadow_requests", distill.ShadowRequests);
        json.WriteStartArray("canary");
        foreach (var share in distill.CanaryStages)
        {
            json.WriteNumberValue(share);
        }

        json.WriteEndArray();
        json.WriteNumber("canary_requests", distill.CanaryRequests);
        json.WriteNumber("audit_share", distill.AuditShare);
    }
}
