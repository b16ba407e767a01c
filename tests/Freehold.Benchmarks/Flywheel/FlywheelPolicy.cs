using System.Text;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>The policy under which the loop runs with no hand step.</summary>
internal static class FlywheelPolicy
{
    /// <param name="workload">The workload with a student.</param>
    /// <param name="set">Its classes.</param>
    /// <param name="minExamples">Accepted answers that start the training.</param>
    public static string For(string workload, IntentSet set, int minExamples)
    {
        var hasOutOfScope = set.Train.Any(text => text.Label == IntentSet.OutOfScopeLabel);
        var classes = set.Labels.Select(label => $"\"{label}\"");
        var text = new StringBuilder();
        text.AppendLine("zones: {public: [any], internal: [any], confidential: [any], restricted: [any]}");
        text.AppendLine("training: {allow: true, max_label: restricted, personal_data: remove}");
        text.AppendLine("workloads:");
        text.AppendLine($"  {workload}:");
        text.AppendLine("    distill:");
        text.AppendLine($"      classes: [{string.Join(", ", classes)}]");
        if (hasOutOfScope)
            text.AppendLine($"      out_of_scope: {IntentSet.OutOfScopeLabel}");
        text.AppendLine("      task: classification");
        text.AppendLine("      accept: [rule]");
        text.AppendLine("      pattern: '[^\\n]{1,100}'");
        text.AppendLine($"      min_examples: {minExamples}");
        text.AppendLine("      retrain_examples: 1000000");
        return text.ToString();
    }
}
