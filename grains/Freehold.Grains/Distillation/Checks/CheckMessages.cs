using System.Text.Json;
using System.Text.Json.Serialization;
using Freehold.Grains.Distillation.Artifacts;

namespace Freehold.Grains.Distillation.Checks;

/// <summary>What is posted to a check: some answers of a student.</summary>
public sealed record CheckRequest
{
    /// <summary>The tenant and the workload: <c>tenant/workload</c>.</summary>
    public required string Workload { get; init; }

    /// <summary>The student's version.</summary>
    public required string Student { get; init; }

    /// <summary>The answers.</summary>
    public required IReadOnlyList<CheckCase> Cases { get; init; }
}

/// <summary>One answer to look at.</summary>
public sealed record CheckCase
{
    /// <summary>Names the case in the verdict.</summary>
    public required string Id { get; init; }

    /// <summary>What was asked.</summary>
    public required string Prompt { get; init; }

    /// <summary>The student's answer.</summary>
    public required string Answer { get; init; }

    /// <summary>The answer that somebody accepted.</summary>
    public required string Reference { get; init; }

    /// <summary>The whole prompt, oldest turn first, where the student reads more than <see cref="Prompt"/>.</summary>
    public IReadOnlyList<ExampleTurn>? Turns { get; init; }
}

/// <summary>What a check says of a batch.</summary>
public sealed record CheckAnswer
{
    /// <summary>One for each case.</summary>
    public required IReadOnlyList<CheckVerdict> Verdicts { get; init; }

    /// <summary>The scores by the cases' ids, or what is wrong with the answer. It is somebody else's text: everything is looked at.</summary>
    public static (Dictionary<string, double>? Scores, string? Fault) Read(ReadOnlySpan<byte> body, IReadOnlyCollection<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        try
        {
            var answer = JsonSerializer.Deserialize(body, CheckJson.Default.CheckAnswer);
            var scores = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var verdict in answer?.Verdicts ?? [])
            {
                var score = verdict?.Score ?? (verdict?.Pass is { } pass ? pass ? 1 : 0 : double.NaN);
                if (!(score is >= 0 and <= 1) || !ids.Contains(verdict!.Id) || !scores.TryAdd(verdict.Id, score))
                {
                    return (null, "a verdict needs the id of a case, once, and 'pass' or a 'score' from 0 to 1");
                }
            }

            return scores.Count == ids.Count ? (scores, null) : (null, $"it has {scores.Count} verdicts for {ids.Count} cases");
        }
        catch (JsonException)
        {
            return (null, "its answer is not {\"verdicts\":[{\"id\":…,\"pass\":…}]}"); // The exception's words may quote the answer.
        }
    }
}

/// <summary>What a check says of one answer: <see cref="Score"/>, or else <see cref="Pass"/>.</summary>
public sealed record CheckVerdict
{
    /// <summary>The case.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the answer passes.</summary>
    public bool? Pass { get; init; }

    /// <summary>How far it passes, 0 to 1.</summary>
    public double? Score { get; init; }
}

/// <summary>One line of an artifact of verdicts.</summary>
public sealed record VerdictLine
{
    /// <summary>The example's id.</summary>
    public required string Id { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Score { get; init; }
}

/// <summary>JSON of checks.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(CheckAnswer))]
[JsonSerializable(typeof(VerdictLine))]
public sealed partial class CheckJson : JsonSerializerContext;
