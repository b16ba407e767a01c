using System.Text.Json;
using System.Text.Json.Serialization;
using Freehold.Core.Learning.Drift;
using Freehold.Core.Learning.Sequential;

namespace Freehold.Core.Learning.Rollouts;

/// <summary>
/// The stored form of <see cref="LearnerMemory"/>: UTF-8 JSON with a version, so that what one release wrote the next one reads.
/// </summary>
public static class LearnerMemoryFormat
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    /// <summary>Writes the memory.</summary>
    public static byte[] Write(LearnerMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        var test = memory.Watch.Test;
        var stored = new StoredMemory
        {
            Version = Version,
            Versions = [.. memory.History.Versions],
            Watch = [test.Moments.Count, test.Moments.Mean, test.Moments.SquaredDeviations, test.LogWealth],
            Detectors = [.. memory.Drift.ToState().Select(pair => new StoredDetector(pair.Key.Workload, pair.Key.Arm, pair.Value))],
            Drifts = [.. memory.Drifts.Select(drift => new StoredDrift(drift.Key.Workload, drift.Key.Arm, drift.Direction, drift.Since))],
            RewardsSinceTraining = memory.RewardsSinceTraining,
            RewardsLearned = memory.RewardsLearned,
            HasNewDrift = memory.HasNewDrift,
        };
        return JsonSerializer.SerializeToUtf8Bytes(stored, LearnerMemoryJson.Default.StoredMemory);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, in this or an earlier release.</summary>
    /// <exception cref="InvalidDataException">It was written by a later release, or is not in this form.</exception>
    public static LearnerMemory Read(ReadOnlySpan<byte> utf8)
    {
        StoredMemory? stored;
        try
        {
            stored = JsonSerializer.Deserialize(utf8, LearnerMemoryJson.Default.StoredMemory);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("What was stored of the learning cannot be read; delete it and it is learned again from the log.", e);
        }

        if (stored is not { Version: Version, Watch.Length: 4 })
        {
            throw new InvalidDataException($"What was stored of the learning has version {stored?.Version}; this release reads version {Version}.");
        }

        var moments = new RunningMoments((long)stored.Watch[0], stored.Watch[1], stored.Watch[2]);
        return new LearnerMemory
        {
            History = new VersionHistory(stored.Versions),
            Watch = new RegretWatch(new BettingTest(moments, stored.Watch[3])),
            Drift = DriftMonitor.FromState(
                [.. stored.Detectors.Select(detector => KeyValuePair.Create(new DriftKey(detector.Workload, detector.Arm), detector.State))]),
            Drifts = [.. stored.Drifts.Select(drift => new DriftFound(new(drift.Workload, drift.Arm), drift.Direction, drift.Since))],
            RewardsSinceTraining = stored.RewardsSinceTraining,
            RewardsLearned = stored.RewardsLearned,
            HasNewDrift = stored.HasNewDrift,
        };
    }
}

internal sealed class StoredMemory
{
    public int Version { get; set; }
    public VersionRecord[] Versions { get; set; } = [];
    public double[] Watch { get; set; } = [];
    public StoredDetector[] Detectors { get; set; } = [];
    public StoredDrift[] Drifts { get; set; } = [];
    public int RewardsSinceTraining { get; set; }
    public int RewardsLearned { get; set; }
    public bool HasNewDrift { get; set; }
}

internal sealed record StoredDetector(string Workload, string Arm, double[] State);

internal sealed record StoredDrift(string Workload, string Arm, DriftDirection Direction, long Since);

[JsonSerializable(typeof(StoredMemory))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class LearnerMemoryJson : JsonSerializerContext;
