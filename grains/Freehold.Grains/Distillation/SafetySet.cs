using Freehold.Core.Distillation.Gate;
using Freehold.Core.Policies;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Storage.Artifacts;

namespace Freehold.Grains.Distillation;

/// <summary>The safety set of a policy: asked as any part of the data, and judged by what each case demands.</summary>
internal sealed class SafetySet(IArtifactStore artifacts, DistillPolicy policy)
{
    /// <summary>Keeps the prompts as an artifact, the same one for the same policy; null where the policy states none.</summary>
    public async Task<string?> PutAsync(CancellationToken cancellationToken) => policy.Safety.Count == 0
        ? null
        : await JsonLines.PutAsync(artifacts, policy.Safety.Select(ToLine), LineJson.Default.ExampleLine, cancellationToken);

    /// <summary>The cases as they were answered.</summary>
    /// <param name="examples">Digest of the prompts.</param>
    /// <param name="student">Digest of what the student said.</param>
    /// <param name="current">Digest of what the current student said; null for none.</param>
    /// <param name="currentServesAt">The probability from which on the current student serves.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <remarks>
    /// Where the teacher answers today it is taken to pass, without being asked: a case that nobody passes is stopped rather than let through.
    /// </remarks>
    public async Task<IReadOnlyList<SafetyCase>> ReadAsync(
        string examples, string student, string? current, double currentServesAt, CancellationToken cancellationToken)
    {
        var cases = new GateCases(artifacts, policy);
        var checks = policy.Safety.ToDictionary(rule => rule.Name, rule => new SafetyCheck(rule, cases.Agreement), StringComparer.Ordinal);
        return
        [
            .. (await cases.ReadAsync(examples, student, current, cancellationToken)).Select(each => new SafetyCase(
                each.Example.Id,
                each.Current is not { OutOfScope: false } said || said.Probability < currentServesAt || checks[each.Example.Id].Passes(said.Answer),
                checks[each.Example.Id].Passes(each.Student.Answer),
                each.Student.Probability,
                each.Student.OutOfScope)),
        ];
    }

    private ExampleLine ToLine(SafetyRule rule) => new()
    {
        Id = rule.Name,
        Text = rule.Prompt,
        Answer = rule.Answer ?? "",
        Turns = policy.Student == DistillStudent.Adapter ? [new ExampleTurn("user", rule.Prompt)] : null,
    };
}
