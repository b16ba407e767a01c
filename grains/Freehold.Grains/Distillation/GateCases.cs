using Freehold.Core.Distillation.Gate;
using Freehold.Core.Policies;
using Freehold.Core.Routing.Students;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Storage.Artifacts;

namespace Freehold.Grains.Distillation;

/// <summary>Puts examples and predictions together for the gate.</summary>
internal sealed class GateCases(IArtifactStore artifacts, DistillPolicy policy)
{
    /// <summary>When two answers are the same.</summary>
    public AgreementKind Agreement { get; } = policy.Task switch
    {
        DistillTask.Classification => AgreementKind.Class,
        DistillTask.Extraction => AgreementKind.Json,
        _ => AgreementKind.Text,
    };

    /// <summary>One part of the data as the students answer it.</summary>
    /// <param name="examples">Digest of the examples.</param>
    /// <param name="student">Digest of what the student said of them.</param>
    /// <param name="current">Digest of what the current student said of them; null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">An artifact is not there, or an example has no prediction.</exception>
    public async Task<IReadOnlyList<AnsweredExample>> ReadAsync(string examples, string student, string? current, CancellationToken cancellationToken)
    {
        var lines = await JsonLines.ReadAsync(artifacts, examples, LineJson.Default.ExampleLine, cancellationToken);
        var predictions = await PredictionsAsync(student, cancellationToken);
        var before = current is null ? null : await PredictionsAsync(current, cancellationToken);
        return
        [
            .. lines.Select(example => new AnsweredExample(
                example,
                predictions.GetValueOrDefault(example.Id)
                    ?? throw new InvalidDataException($"The predictions {student} have nothing of example {example.Id}."),
                before?.GetValueOrDefault(example.Id))),
        ];
    }

    /// <summary>What the gate decides from.</summary>
    /// <param name="examples">One part of the data.</param>
    /// <param name="latencyMs">95th percentile of the time of the student's answers, in milliseconds.</param>
    /// <param name="currentServesAt">The probability from which on the current student serves.</param>
    public IReadOnlyList<EvalCase> ToCases(IReadOnlyList<AnsweredExample> examples, double latencyMs, double currentServesAt) =>
    [
        .. examples.Select(example => ToCase(
            example.Example,
            example.Student,
            example.Current is { OutOfScope: false } other && other.Probability >= currentServesAt ? other : null,
            latencyMs)),
    ];

    private async Task<Dictionary<string, PredictionLine>> PredictionsAsync(string digest, CancellationToken cancellationToken) =>
        (await JsonLines.ReadAsync(artifacts, digest, LineJson.Default.PredictionLine, cancellationToken))
            .ToDictionary(line => line.Id, StringComparer.Ordinal);

    private EvalCase ToCase(ExampleLine example, PredictionLine prediction, PredictionLine? current, double latencyMs) => new()
    {
        Id = example.Id,
        StudentScore = Score(prediction.Answer, example.Answer),
        TeacherScore = example.TeacherAnswer is { } teacher ? Score(teacher, example.Answer) : 1,
        Reference = policy.Task == DistillTask.Classification ? example.Answer : null,
        IsVerified = example.Verified,
        Probability = prediction.Probability,
        IsOutOfScope = prediction.OutOfScope,
        ShouldEscalate = policy.OutOfScope is { } outOfScope && example.Answer == outOfScope,
        CurrentScore = current is null ? null : Score(current.Answer, example.Answer),
        LatencyMs = latencyMs,
    };

    /// <summary>In the measure of live traffic, so that what the gate promises is what the rollout tests.</summary>
    private double Score(string answer, string reference) => AnswerAgreement.Holds(Agreement, answer, reference) ? 1 : 0;
}
