using Freehold.Inference.Constraints;
using Freehold.Inference.Constraints.Masks;
using Freehold.Inference.Kernels;

namespace Freehold.Inference.Sampling;

/// <summary>A chosen token.</summary>
/// <param name="Id">The token.</param>
/// <param name="LogProb">Its natural log-probability under the model's unmodified distribution.</param>
internal readonly record struct SampledToken(int Id, double LogProb)
{
    /// <summary>Stands for the token that there is not, where a constraint leaves none.</summary>
    public const int None = -1;
}

/// <summary>
/// Chooses the tokens of one sequence. The steps are, in this order: logit bias, penalties, the constraint's mask, temperature, top-k,
/// top-p of what top-k left, min-p, the draw.
/// </summary>
internal sealed class Sampler
{
    private readonly SamplingOptions _options;
    private readonly SplitMix64 _random;
    private readonly TokenPenalties? _penalties;
    private readonly TokenConstraint? _constraint;

    public Sampler(SamplingOptions options, ReadOnlySpan<int> prompt, TokenConstraint? constraint = null)
    {
        _options = options;
        _constraint = constraint;
        _random = new SplitMix64((ulong)(options.Seed ?? Random.Shared.NextInt64(long.MinValue, long.MaxValue)));
        _penalties = options.HasPenalties ? new TokenPenalties(options, prompt) : null;
    }

    /// <summary>Chooses the next token.</summary>
    /// <param name="logits">[vocabulary], left as they are</param>
    /// <param name="scratch">Buffers for this vocabulary.</param>
    public SampledToken Next(ReadOnlySpan<float> logits, SamplerScratch scratch)
    {
        var mask = _constraint?.Mask();
        if (mask is { Count: 0 })
            return new SampledToken(SampledToken.None, double.NegativeInfinity);

        var adjusted = Adjust(logits, mask, scratch.Weights);
        var id = _options.Temperature == 0f ? LogSoftmax.ArgMax(adjusted) : Draw(adjusted, scratch);
        // Logits that are not numbers choose nothing; the text stays valid all the same.
        if (mask is not null && !mask[id])
            id = mask.First;
        _penalties?.Count(id);
        _constraint?.Accept(id);
        return new SampledToken(id, logits[id] - LogSoftmax.LogSumExp(logits));
    }

    private ReadOnlySpan<float> Adjust(ReadOnlySpan<float> logits, TokenMask? mask, Span<float> adjusted)
    {
        if (_penalties is null && mask is null && _options.LogitBias.Count == 0)
            return logits;
        logits.CopyTo(adjusted);
        foreach (var (id, bias) in _options.LogitBias)
            adjusted[id] += bias;
        _penalties?.Apply(adjusted);
        if (mask is not null)
            MaskKernel.Apply(adjusted, mask.Bits);
        return adjusted;
    }

    private int Draw(ReadOnlySpan<float> logits, SamplerScratch scratch)
    {
        if (_options.TopK > 0 && _options.TopK < logits.Length)
            return DrawTopK(logits, scratch.Candidates.AsSpan(0, _options.TopK));

        var largest = logits[LogSoftmax.ArgMax(logits)];
        if (_options.TopP == 1f && _options.MinP == 0f)
        {
            var total = TemperedExp.Fill(logits, largest, _options.Temperature, scratch.Weights, scratch.Sums);
            return Pick(scratch, total);
        }

        return DrawLikely(logits, largest, scratch);
    }

    private int DrawTopK(ReadOnlySpan<float> logits, Span<Candidate> top)
    {
        top = top[..TopSelector.Select(logits, top)];
        var total = ToWeights(top, top[0].Value);
        var (kept, sum) = (0, 0.0);
        while (kept < top.Length && (kept == 0 || (sum < _options.TopP * total && top[kept].Value >= _options.MinP)))
            sum += top[kept++].Value;
        return Pick(top[..kept], sum);
    }

    // What is less likely than a floor is left out at once. For top-p the floor is so low that all under it together have less than the
    // mass that may be lost: so the tokens above it are sure to hold the nucleus.
    private int DrawLikely(ReadOnlySpan<float> logits, float largest, SamplerScratch scratch)
    {
        var least = _options.TopP < 1f ? Math.Max(_options.MinP, (1f - _options.TopP) / logits.Length) : _options.MinP;
        var floor = largest + _options.Temperature * MathF.Log(least);
        var kept = scratch.Candidates.AsSpan(0, TopSelector.Collect(logits, floor, scratch.Candidates));
        if (kept.IsEmpty)
            return LogSoftmax.ArgMax(logits);
        var sum = ToWeights(kept, largest);
        if (_options.TopP < 1f)
        {
            var total = TemperedExp.Sum(logits, largest, _options.Temperature);
            kept = kept[..Nucleus.Keep(kept, _options.TopP * total)];
            sum = 0.0;
            foreach (var candidate in kept)
                sum += candidate.Value;
        }

        return Pick(kept, sum);
    }

    private double ToWeights(Span<Candidate> candidates, float largest)
    {
        var total = 0.0;
        foreach (ref var candidate in candidates)
        {
            candidate = candidate with { Value = MathF.Exp((candidate.Value - largest) / _options.Temperature) };
            total += candidate.Value;
        }

        return total;
    }

    private int Pick(ReadOnlySpan<Candidate> candidates, double total)
    {
        var left = _random.NextDouble() * total;
        foreach (var candidate in candidates)
        {
            left -= candidate.Value;
            if (left < 0.0)
                return candidate.Id;
        }

        return candidates[0].Id;
    }

    // Over the whole vocabulary: first by the sums of chunks, then within one.
    private int Pick(SamplerScratch scratch, double total)
    {
        var left = _random.NextDouble() * total;
        var chunk = 0;
        while (chunk < scratch.Sums.Length - 1 && left >= scratch.Sums[chunk])
            left -= scratch.Sums[chunk++];

        var last = 0;
        var end = Math.Min(scratch.Weights.Length, (chunk + 1) * TemperedExp.ChunkSize);
        for (var id = chunk * TemperedExp.ChunkSize; id < end; id++)
        {
            if (scratch.Weights[id] == 0f)
                continue;
            last = id;
            left -= scratch.Weights[id];
            if (left < 0.0)
                break;
        }

        return last;
    }
}
