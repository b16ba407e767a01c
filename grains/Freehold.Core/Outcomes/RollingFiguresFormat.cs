using System.Text.Json;
using System.Text.Json.Serialization;

namespace Freehold.Core.Outcomes;

/// <summary>
/// The stored form of <see cref="RollingFigures"/>: UTF-8 JSON with a version, so that what one release wrote the next one reads.
/// Bins are written as pairs of index and count, because most of them are empty.
/// </summary>
public static class RollingFiguresFormat
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    /// <summary>Writes the figures.</summary>
    public static byte[] Write(RollingFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var stored = new StoredFigures
        {
            Version = Version,
            Candidates = [.. figures.Candidates.Select(pair => new StoredCandidate
            {
                Name = pair.Key,
                ErrorsInARow = pair.Value.ErrorsInARow,
                LastErrorAt = pair.Value.LastErrorAt,
                LastSlot = pair.Value.LastSlot,
                Slots = [.. pair.Value.Slots.Where(slot => slot is not null).Select(StoredSlot.From)],
            })],
        };
        return JsonSerializer.SerializeToUtf8Bytes(stored, RollingFiguresJson.Default.StoredFigures);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, in this or an earlier release.</summary>
    /// <exception cref="InvalidDataException">It was written by a later release, or is not in this form.</exception>
    public static RollingFigures Read(ReadOnlySpan<byte> utf8)
    {
        StoredFigures? stored;
        try
        {
            stored = JsonSerializer.Deserialize(utf8, RollingFiguresJson.Default.StoredFigures);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("Stored figures cannot be read; delete them and they are computed again from the log.", e);
        }

        if (stored is not { Version: Version })
        {
            throw new InvalidDataException($"Stored figures have version {stored?.Version}; this release reads version {Version}.");
        }

        var figures = new RollingFigures();
        foreach (var candidate in stored.Candidates)
        {
            var window = new CandidateWindow
            {
                ErrorsInARow = candidate.ErrorsInARow,
                LastErrorAt = candidate.LastErrorAt,
                LastSlot = candidate.LastSlot,
            };
            foreach (var slot in candidate.Slots)
            {
                window.Slots[slot.Number % RollingFigures.SlotCount] = slot.ToSlot();
            }

            figures.Restore(candidate.Name, window);
        }

        return figures;
    }
}

internal sealed class StoredFigures
{
    public int Version { get; set; }
    public StoredCandidate[] Candidates { get; set; } = [];
}

internal sealed class StoredCandidate
{
    public string Name { get; set; } = "";
    public int ErrorsInARow { get; set; }
    public DateTimeOffset LastErrorAt { get; set; }
    public long LastSlot { get; set; }
    public StoredSlot[] Slots { get; set; } = [];
}

internal sealed class StoredSlot
{
    public long Number { get; set; }
    public long Requests { get; set; }
    public long Errors { get; set; }
    public long Confidences { get; set; }
    public double ConfidenceSum { get; set; }
    public long CostMicroUsd { get; set; }
    public long PromptTokens { get; set; }
    public long CompletionTokens { get; set; }
    public long[][] Bins { get; set; } = [];

    public static StoredSlot From(FigureSlot slot) => new()
    {
        Number = slot.Number,
        Requests = slot.Requests,
        Errors = slot.Errors,
        Confidences = slot.Confidences,
        ConfidenceSum = slot.ConfidenceSum,
        CostMicroUsd = slot.CostMicroUsd,
        PromptTokens = slot.PromptTokens,
        CompletionTokens = slot.CompletionTokens,
        Bins = [.. slot.Latencies.Counts.ToArray().Index().Where(bin => bin.Item != 0).Select(bin => new[] { bin.Index, bin.Item })],
    };

    public FigureSlot ToSlot()
    {
        var counts = new long[LatencyHistogram.BinCount];
        foreach (var bin in Bins)
        {
            counts[bin[0]] = bin[1];
        }

        return new FigureSlot
        {
            Number = Number,
            Requests = Requests,
            Errors = Errors,
            Confidences = Confidences,
            ConfidenceSum = ConfidenceSum,
            CostMicroUsd = CostMicroUsd,
            PromptTokens = PromptTokens,
            CompletionTokens = CompletionTokens,
            Latencies = new LatencyHistogram(counts),
        };
    }
}

[JsonSerializable(typeof(StoredFigures))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class RollingFiguresJson : JsonSerializerContext;
