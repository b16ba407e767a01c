using Freehold.Core.Routing;

namespace Freehold.Core.Outcomes;

/// <summary>The slots of one candidate, as a ring.</summary>
internal sealed class CandidateWindow
{
    public FigureSlot[] Slots { get; init; } = new FigureSlot[RollingFigures.SlotCount];

    public int ErrorsInARow { get; set; }

    public DateTimeOffset LastErrorAt { get; set; }

    public long LastSlot { get; set; } = long.MinValue;

    public void Add(long slot, in AttemptSample sample)
    {
        if (slot > LastSlot - RollingFigures.SlotCount || LastSlot == long.MinValue)
        {
            ref var place = ref Slots[slot % RollingFigures.SlotCount];
            if (place?.Number != slot)
            {
                place = new FigureSlot { Number = slot };
            }

            place.Add(sample);
            LastSlot = Math.Max(LastSlot, slot);
        }

        if (sample.Failed)
        {
            ErrorsInARow++;
            LastErrorAt = sample.At;
        }
        else if (sample.Succeeded)
        {
            ErrorsInARow = 0;
        }
    }

    public CandidateFigures Figures(string candidate, long nowSlot, DateTimeOffset now)
    {
        var latencies = new LatencyHistogram();
        var sum = new FigureSlot();
        foreach (var slot in Slots)
        {
            if (slot is not null && slot.Number > nowSlot - RollingFigures.SlotCount)
            {
                sum.Add(slot);
                latencies.Add(slot.Latencies);
            }
        }

        var cooling = now - LastErrorAt < CandidateHealth.CoolDown;
        return new CandidateFigures(
            candidate,
            sum.Requests,
            sum.Errors,
            cooling ? ErrorsInARow : 0,
            latencies.Quantile(0.95),
            sum.Confidences > 0 ? sum.ConfidenceSum / sum.Confidences : null,
            sum.CostMicroUsd,
            sum.PromptTokens,
            sum.CompletionTokens);
    }
}

/// <summary>What one candidate did in one slot of time.</summary>
internal sealed class FigureSlot
{
    public long Number { get; init; }
    public long Requests { get; set; }
    public long Errors { get; set; }
    public long Confidences { get; set; }
    public double ConfidenceSum { get; set; }
    public long CostMicroUsd { get; set; }
    public long PromptTokens { get; set; }
    public long CompletionTokens { get; set; }
    public LatencyHistogram Latencies { get; init; } = new();

    public void Add(in AttemptSample sample)
    {
        Requests++;
        Errors += sample.Failed ? 1 : 0;
        CostMicroUsd += sample.CostMicroUsd;
        PromptTokens += sample.PromptTokens;
        CompletionTokens += sample.CompletionTokens;
        if (sample.Succeeded)
        {
            Latencies.Add(sample.LatencyMs);
        }

        if (sample.Confidence is { } confidence)
        {
            Confidences++;
            ConfidenceSum += confidence;
        }
    }

    public void Add(FigureSlot other)
    {
        Requests += other.Requests;
        Errors += other.Errors;
        Confidences += other.Confidences;
        ConfidenceSum += other.ConfidenceSum;
        CostMicroUsd += other.CostMicroUsd;
        PromptTokens += other.PromptTokens;
        CompletionTokens += other.CompletionTokens;
    }
}
