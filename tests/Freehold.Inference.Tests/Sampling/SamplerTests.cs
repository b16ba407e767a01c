using Freehold.Inference.Kernels;
using Freehold.Inference.Sampling;

namespace Freehold.Inference.Tests.Sampling;

public sealed class SamplerTests
{
    private static readonly float[] Logits = [1f, 3f, 2f, -1f, 0f];

    [Fact]
    public void Greedy_takes_the_most_likely_token_with_its_log_probability()
    {
        var token = Next(new SamplingOptions(), Logits);
        Assert.Equal(1, token.Id);
        Assert.Equal(Logits[1] - LogSoftmax.Scalar(Logits), token.LogProb, 1e-6);
    }

    [Fact]
    public void Frequencies_follow_the_tempered_distribution()
    {
        const int draws = 20_000;
        const float temperature = 1.5f;
        var counts = Draw(new SamplingOptions { Temperature = temperature, Seed = 1 }, draws);
        var scaled = Logits.Select(logit => logit / temperature).ToArray();
        for (var i = 0; i < Logits.Length; i++)
            Assert.Equal(Math.Exp(scaled[i] - LogSoftmax.Scalar(scaled)), counts[i] / (double)draws, 0.015);
    }

    [Fact]
    public void Top_k_keeps_the_k_most_likely()
    {
        var counts = Draw(new SamplingOptions { Temperature = 5f, TopK = 2, Seed = 2 }, 2_000);
        Assert.Equal([false, true, true, false, false], counts.Select(count => count > 0));
    }

    [Fact]
    public void Top_p_keeps_the_smallest_set_that_reaches_it()
    {
        // Probabilities at temperature 1: 0.085, 0.629, 0.231, 0.011, 0.031.
        Assert.Equal([false, true, false, false, false], Seen(0.62f));
        Assert.Equal([false, true, true, false, false], Seen(0.64f));
        Assert.Equal([true, true, true, false, false], Seen(0.90f));
        Assert.Equal([true, true, true, true, true], Seen(1f));

        IEnumerable<bool> Seen(float topP) =>
            Draw(new SamplingOptions { Temperature = 1f, TopP = topP, Seed = 3 }, 5_000).Select(count => count > 0);
    }

    [Fact]
    public void Min_p_keeps_what_is_at_least_that_fraction_as_likely_as_the_best()
    {
        // Relative to the most likely: 0.135, 1, 0.368, 0.018, 0.050.
        Assert.Equal([false, true, true, false, false], Seen(new SamplingOptions { MinP = 0.2f }));
        Assert.Equal([true, true, true, false, false], Seen(new SamplingOptions { MinP = 0.1f }));
        Assert.Equal([true, true, true, false, true], Seen(new SamplingOptions { MinP = 0.04f }));
        Assert.Equal([false, true, true, false, false], Seen(new SamplingOptions { MinP = 0.2f, TopK = 4 }));
        Assert.Equal([false, true, false, false, false], Seen(new SamplingOptions { MinP = 0.2f, TopP = 0.6f }));

        static IEnumerable<bool> Seen(SamplingOptions options) =>
            Draw(options with { Temperature = 1f, Seed = 6 }, 5_000).Select(count => count > 0);
    }

    [Fact]
    public void Logit_bias_is_added_before_all_else()
    {
        var bias = new Dictionary<int, float> { [3] = 100f, [1] = -100f };
        Assert.Equal(3, Next(new SamplingOptions { LogitBias = bias }, Logits).Id);
        Assert.Equal(3, Next(new SamplingOptions { LogitBias = bias, Temperature = 2f, TopK = 1, Seed = 1 }, Logits).Id);
    }

    [Theory]
    [InlineData(0, 1f, 0f)]
    [InlineData(40, 0.9f, 0.01f)]
    [InlineData(0, 0.7f, 0f)]
    [InlineData(0, 0.95f, 0.02f)]
    [InlineData(300, 1f, 0f)]
    public void Over_a_large_vocabulary_the_kept_set_is_that_of_sorting(int topK, float topP, float minP)
    {
        const int vocabulary = 3_001;
        var random = new Random(9);
        var logits = Enumerable.Range(0, vocabulary).Select(_ => (float)(random.NextDouble() * 8)).ToArray();
        var sorted = Enumerable.Range(0, vocabulary).OrderByDescending(id => logits[id]).Take(topK == 0 ? vocabulary : topK).ToArray();
        var weights = sorted.Select(id => Math.Exp(logits[id] - logits[sorted[0]])).ToArray();
        var (kept, sum) = (0, 0.0);
        while (kept < sorted.Length && sum < topP * weights.Sum() && weights[kept] >= minP)
            sum += weights[kept++];

        var (sampler, scratch) = (
            new Sampler(new SamplingOptions { Temperature = 1f, TopK = topK, TopP = topP, MinP = minP, Seed = 1 }, []),
            new SamplerScratch(vocabulary));
        var drawn = Enumerable.Range(0, 2_000).Select(_ => sampler.Next(logits, scratch).Id).ToArray();

        Assert.Subset(sorted[..kept].ToHashSet(), drawn.ToHashSet());
        var expected = sorted[..kept].Zip(weights).Sum(pair => logits[pair.First] * pair.Second) / sum;
        Assert.Equal(expected, drawn.Average(id => (double)logits[id]), 0.1);
    }

    [Fact]
    public void The_top_of_many_is_that_of_sorting_even_with_ties()
    {
        var random = new Random(3);
        var logits = Enumerable.Range(0, 1_003).Select(_ => (float)random.Next(50)).ToArray();
        foreach (var k in (int[])[1, 7, 100, 1_003])
        {
            var top = new Candidate[k];
            Assert.Equal(k, TopSelector.Select(logits, top));
            Assert.Equal(
                Enumerable.Range(0, logits.Length).OrderByDescending(id => logits[id]).ThenBy(id => id).Take(k), top.Select(one => one.Id));
        }
    }

    [Fact]
    public void Choices_have_seeds_of_their_own_and_the_first_has_the_given_one()
    {
        var options = new SamplingOptions { Seed = long.MaxValue };
        Assert.Equal(options, options.ForChoice(0));
        Assert.Equal(long.MinValue, options.ForChoice(1).Seed);
        Assert.Null(new SamplingOptions().ForChoice(3).Seed);
    }

    [Fact]
    public void The_log_probability_is_of_the_unmodified_distribution()
    {
        var token = Next(new SamplingOptions { Temperature = 0.1f, TopK = 1, PresencePenalty = 2f, Seed = 4 }, Logits);
        Assert.Equal(Logits[token.Id] - LogSoftmax.Scalar(Logits), token.LogProb, 1e-6);
    }

    [Fact]
    public void The_same_seed_draws_the_same_tokens_and_another_seed_others()
    {
        Assert.Equal(Sequence(7), Sequence(7));
        Assert.NotEqual(Sequence(7), Sequence(8));

        static int[] Sequence(long seed)
        {
            var (sampler, scratch) = (
                new Sampler(new SamplingOptions { Temperature = 1f, TopP = 0.95f, Seed = seed }, []), new SamplerScratch(5));
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Next(Logits, scratch).Id)];
        }
    }

    [Fact]
    public void Frequency_and_presence_penalties_count_the_answer_only()
    {
        var scratch = new SamplerScratch(2);
        var sampler = new Sampler(new SamplingOptions { FrequencyPenalty = 0.6f }, prompt: [1, 1, 1, 1]);
        var ids = Enumerable.Range(0, 4).Select(_ => sampler.Next([0f, 1f], scratch).Id);
        Assert.Equal([1, 1, 0, 1], ids);
    }

    [Fact]
    public void The_repetition_penalty_counts_the_prompt_too()
    {
        Assert.Equal(0, Next(new SamplingOptions { RepetitionPenalty = 2f }, [0.6f, 1f], prompt: [1]).Id);
        Assert.Equal(0, Next(new SamplingOptions { RepetitionPenalty = 2f }, [-0.6f, -0.5f], prompt: [1]).Id);
    }

    private static SampledToken Next(SamplingOptions options, float[] logits, int[]? prompt = null) =>
        new Sampler(options, prompt ?? []).Next(logits, new SamplerScratch(logits.Length));

    private static int[] Draw(SamplingOptions options, int draws)
    {
        var (sampler, scratch) = (new Sampler(options, []), new SamplerScratch(Logits.Length));
        var counts = new int[Logits.Length];
        for (var i = 0; i < draws; i++)
            counts[sampler.Next(Logits, scratch).Id]++;
        return counts;
    }
}
