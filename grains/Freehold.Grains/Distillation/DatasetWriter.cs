using System.Text;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Distillation.Golden;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Storage.Artifacts;

namespace Freehold.Grains.Distillation;

/// <summary>Keeps a golden set as artifacts: done again, they are the same ones.</summary>
internal sealed class DatasetWriter(IArtifactStore artifacts, bool withTurns, IReadOnlyDictionary<string, Transcript> transcripts)
{
    public async Task<DatasetArtifacts> WriteAsync(GoldenSet set, string report, CancellationToken cancellationToken) => new()
    {
        Train = await PutAsync(set.Train, cancellationToken),
        Calibration = await PutAsync(set.Calibration, cancellationToken),
        Eval = await PutAsync(set.Eval, cancellationToken),
        Report = await PutTextAsync(artifacts, report, cancellationToken),
        TrainCount = set.Train.Count,
        CalibrationCount = set.Calibration.Count,
        EvalCount = set.Eval.Count,
        Verified = set.Report.Verified,
        Corrected = set.Report.Corrected,
    };

    /// <summary>Keeps a text as an artifact; its digest.</summary>
    public static async Task<string> PutTextAsync(IArtifactStore artifacts, string text, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await artifacts.PutAsync(content, cancellationToken);
    }

    private Task<string> PutAsync(IReadOnlyList<GoldenExample> examples, CancellationToken cancellationToken) =>
        JsonLines.PutAsync(artifacts, examples.Select(ToLine), LineJson.Default.ExampleLine, cancellationToken);

    private ExampleLine ToLine(GoldenExample example) => new()
    {
        Id = example.OutcomeId,
        Text = example.Prompt,
        Answer = example.Answer,
        TeacherAnswer = example.TeacherAnswer == example.Answer ? null : example.TeacherAnswer,
        Verified = example.IsVerified,
        Label = (SensitivityLabel)example.Label,
        Turns = withTurns && transcripts.TryGetValue(example.OutcomeId, out var transcript)
            ? [.. transcript.Turns.Select(turn => new ExampleTurn(turn.Role, turn.Content))]
            : null,
    };
}
