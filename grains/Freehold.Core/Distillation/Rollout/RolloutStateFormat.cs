using System.Text.Json;
using System.Text.Json.Serialization;
using Freehold.Core.Learning.Sequential;

namespace Freehold.Core.Distillation.Rollout;

/// <summary>
/// The stored form of <see cref="RolloutState"/>: UTF-8 JSON with a version, so that what one release wrote the next one reads.
/// </summary>
internal static class RolloutStateFormat
{
    private const int Version = 1;

    public static byte[] Write(RolloutState state) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredRollout
        {
            Version = Version,
            Stage = state.Stage,
            Requests = state.Requests,
            Detectors = [.. state.Detectors.Select(detector => detector.ToState())],
            HasBegun = state.HasBegun,
            Agreement = ToArray(state.Agreement),
            StageAgreement = ToArray(state.StageAgreement),
            ControlReward = ToArray(state.ControlReward),
            StudentReward = ToArray(state.StudentReward),
            Fault = state.Fault,
        },
        RolloutJson.Default.StoredRollout);

    public static RolloutState Read(ReadOnlySpan<byte> utf8)
    {
        StoredRollout? stored;
        try
        {
            stored = JsonSerializer.Deserialize(utf8, RolloutJson.Default.StoredRollout);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("What was stored of the rollout cannot be read; take the student back and begin at shadow.", e);
        }

        var tests = Enum.GetValues<RolloutTest>().Length;
        if (stored is not { Version: Version, Stage: >= 0 and <= RolloutPlan.MaxStages + 1, Requests: >= 0 }
            || stored.Detectors?.Length != tests || stored.HasBegun?.Length != tests)
        {
            throw new InvalidDataException($"What was stored of the rollout has version {stored?.Version}; this release reads {Version}.");
        }

        return new RolloutState
        {
            Stage = stored.Stage,
            Requests = stored.Requests,
            Detectors = [.. stored.Detectors.Select(state => ChangeDetector.FromState(state))],
            HasBegun = stored.HasBegun,
            Agreement = ToMoments(stored.Agreement),
            StageAgreement = ToMoments(stored.StageAgreement),
            ControlReward = ToMoments(stored.ControlReward),
            StudentReward = ToMoments(stored.StudentReward),
            Fault = stored.Fault,
        };
    }

    private static double[] ToArray(RunningMoments moments) => [moments.Count, moments.Mean, moments.SquaredDeviations];

    private static RunningMoments ToMoments(double[]? stored) =>
        stored is [>= 0 and < 1e15, >= 0 and <= 1, >= 0]
            ? new((long)stored[0], stored[1], stored[2])
            : throw new InvalidDataException("What was stored of the rollout's means is no count, mean and sum of squares.");
}

internal sealed class StoredRollout
{
    public int Version { get; set; }
    public int Stage { get; set; }
    public long Requests { get; set; }
    public double[][]? Detectors { get; set; }
    public bool[]? HasBegun { get; set; }
    public double[]? Agreement { get; set; }
    public double[]? StageAgreement { get; set; }
    public double[]? ControlReward { get; set; }
    public double[]? StudentReward { get; set; }
    public string? Fault { get; set; }
}

[JsonSerializable(typeof(StoredRollout))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class RolloutJson : JsonSerializerContext;
