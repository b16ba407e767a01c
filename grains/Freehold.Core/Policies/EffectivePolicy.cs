using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Freehold.Core.Labels;
using Freehold.Core.Learning.Rewards;
using Freehold.Core.Policies.Reading;
using Freehold.Core.Rules;

namespace Freehold.Core.Policies;

/// <summary>Writes a policy with every value that holds, stated or not: itself a valid document, in JSON, that means the same.</summary>
public static class EffectivePolicy
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as JSON in UTF-8, on one line.</summary>
    public static byte[] ToUtf8(RoutingPolicyDocument policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            WriteShared(json, policy.Tenant);
            WriteLabels(json, policy.Labels);
            json.WriteStartObject("workloads");
            foreach (var workload in policy.Workloads.Values.OrderBy(workload => workload.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject(workload.Name!);
                WriteShared(json, workload, policy.Tenant.Rules);
                EffectiveDistill.Write(json, workload.Distill);
                WriteTexts(json, "examples", workload.Examples);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The same as text.</summary>
    public static string ToText(RoutingPolicyDocument policy) => Encoding.UTF8.GetString(ToUtf8(policy));

    private static void WriteShared(Utf8JsonWriter json, WorkloadPolicy policy, RuleSet? outer = null)
    {
        json.WriteString("default_label", LabelsReader.NameOf(policy.DefaultLabel));
        json.WriteStartObject("zones");
        foreach (var (name, label) in LabelsReader.LabelNames)
        {
            WriteTexts(json, name, policy.Zones.Of(label));
        }

        json.WriteEndObject();
        json.WriteStartObject("objective");
        json.WriteNumber("min_quality", policy.Objective.MinQuality);
        WriteLimit(json, "max_cost_usd", policy.Objective.MaxCostMicroUsd / 1_000_000m);
        WriteLimit(json, "max_latency_p95_ms", (decimal?)policy.Objective.MaxLatencyP95Ms);
        json.WriteString("prefer", policy.Objective.Prefer.ToString().ToLowerInvariant());
        WriteLimit(json, "quality_worth_usd", policy.Objective.QualityWorthMicroUsd / 1_000_000m);
        json.WriteEndObject();
        json.WriteNumber("exploration", policy.Exploration);
        WriteCascade(json, policy.Cascade);
        WriteRewards(json, policy.Rewards);
        WriteTraining(json, policy.Training);
        if (policy.Rules != outer)
        {
            WriteRules(json, policy.Rules);
        }
    }

    private static void WriteCascade(Utf8JsonWriter json, CascadePolicy cascade)
    {
        json.WriteStartObject("cascade");
        json.WriteBoolean("enabled", cascade.Enabled);
        if (cascade.Enabled)
        {
            json.WriteNumber("escalate_below", cascade.EscalateBelow);
            json.WriteString("escalate_to", cascade.EscalateTo);
            json.WriteNumber("self_consistency", cascade.SelfConsistency);
        }

        json.WriteEndObject();
    }

    private static void WriteTraining(Utf8JsonWriter json, TrainingPolicy training)
    {
        json.WriteStartObject("training");
        json.WriteBoolean("allow", training.Allowed);
        if (training.Allowed)
        {
            json.WriteString("max_label", LabelsReader.NameOf(training.MaxLabel));
            json.WriteString("personal_data", training.PersonalData.ToString().ToLowerInvariant());
            json.WriteNumber("retention_days", training.RetentionDays);
        }

        json.WriteEndObject();
    }

    private static void WriteRewards(Utf8JsonWriter json, RewardWeights rewards)
    {
        json.WriteStartObject("rewards");
        foreach (var (key, _, get, _) in RewardsReader.Keys)
        {
            json.WriteNumber(key, get(rewards));
        }

        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, RuleSet rules)
    {
        json.WriteStartArray("rules");
        foreach (var rule in rules.Rules)
        {
            json.WriteStartObject();
            json.WriteString("name", rule.Name);
            if (rule.Pattern is { } pattern)
            {
                json.WriteString("pattern", pattern);
            }
            else
            {
                WriteTexts(json, "exact", rule.ExactKeys);
            }

            json.WriteString("answer", rule.AnswerText);
            WriteTexts(json, "examples", rule.Examples);
            WriteTexts(json, "not", rule.Counterexamples);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLabels(Utf8JsonWriter json, LabelPolicy labels)
    {
        json.WriteStartObject("labels");
        json.WriteStartObject("kinds");
        foreach (var name in SensitiveKindNames.All)
        {
            if (SensitiveKindNames.TryParse(name, out var kind) && kind != SensitiveKind.Term)
            {
                json.WriteString(name, LabelsReader.NameOf(labels.Of(kind)));
            }
        }

        json.WriteEndObject();
        json.WriteStartArray("terms");
        foreach (var term in labels.Terms)
        {
            json.WriteStartObject();
            json.WriteString("term", term.Term);
            json.WriteString("label", LabelsReader.NameOf(term.Label));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("redaction", labels.RedactsReversibly ? "reversible" : "off");
        if (labels.Redacted is { } redacted)
        {
            json.WriteString("redacted_label", LabelsReader.NameOf(redacted));
        }

        json.WriteString("unreadable", LabelsReader.NameOf(labels.Unreadable));
        json.WriteNumber("time_limit_ms", labels.TimeLimitMs);
        json.WriteString("fail", "strictest");
        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, string key, decimal? limit)
    {
        if (limit is { } value)
        {
            json.WriteNumber(key, value);
        }
        else
        {
            json.WriteNull(key);
        }
    }

    internal static void WriteTexts(Utf8JsonWriter json, string key, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(key);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
