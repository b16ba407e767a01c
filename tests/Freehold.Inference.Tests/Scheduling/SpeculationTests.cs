using Freehold.Inference.Models;
using Freehold.Inference.Sampling;
using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>A draft model changes how many steps an answer takes, and nothing else.</summary>
public sealed class SpeculationTests
{
    private static readonly TinyLlamaShape Shape = new() { LayerCount = 1 };
    private static readonly SchedulerOptions Options = new() { MaxUnreadBatches = 100 };

    public static TheoryData<int, SamplingOptions> Drafts => new()
    {
        { 1, new SamplingOptions() },
        { 2, new SamplingOptions() },
        { 1, new SamplingOptions { RepetitionPenalty = 1.3f, FrequencyPenalty = 0.5f } },
        { 1, new SamplingOptions { Temperature = 0.3f, Seed = 4 } },
        { 2, new SamplingOptions { Temperature = 1f, TopP = 0.9f, TopK = 20, Seed = 4 } },
    };

    [Theory]
    [MemberData(nameof(Drafts))]
    public void The_answers_are_those_without_a_draft(int draftSeed, SamplingOptions sampling)
    {
        using var plain = new StepDriver(Options, new ModelLoadOptions { Threads = 1 }, Shape);
        using var drafted = new StepDriver(Options, new ModelLoadOptions { Threads = 1 }, Shape, draftSeed: draftSeed);
        var requests = Requests(sampling);

        var expected = requests.Select(plain.Submit).ToArray();
        var answers = requests.Select(drafted.Submit).ToArray();
        plain.Drain(expected);
        drafted.Drain(answers);

        for (var i = 0; i < requests.Length; i++)
        {
            Assert.Equal(expected[i].Ids, answers[i].Ids);
            Assert.Equal(expected[i].Finished!.LogProbSum, answers[i].Finished!.LogProbSum);
            Assert.Equal(expected[i].Finished!.Reason, answers[i].Finished!.Reason);
            Assert.NotEqual(0, answers[i].Finished!.Speculation.DraftedTokens);
        }

        Assert.Equal(drafted.Draft!.KvPool.MaxBlocks, drafted.Draft.KvPool.FreeBlocks);
        Assert.Equal(drafted.Model.KvPool.MaxBlocks, drafted.Model.KvPool.FreeBlocks);
    }

    [Fact]
    public void A_draft_that_is_always_right_saves_most_steps()
    {
        using var driver = new StepDriver(Options, new ModelLoadOptions { Threads = 1 }, Shape, draftSeed: 1, endless: true);
        var answer = driver.Submit(new GenerationRequest { PromptTokenIds = [1, 300, 7], MaxTokens = 100 });

        driver.Drain(answer);

        var (drafted, accepted) = answer.Finished!.Speculation;
        Assert.Equal(drafted, accepted);
        Assert.Equal(100, accepted + driver.Steps.StepSizes.Count);
        Assert.InRange(driver.Steps.StepSizes.Count, 100 / (SequenceDraft.MaxTokens + 1), 20);
    }

    [Fact]
    public void A_draft_that_is_never_right_is_hardly_asked()
    {
        using var driver = new StepDriver(Options, new ModelLoadOptions { Threads = 1 }, Shape, draftSeed: 1, endless: true);
        driver.Draft!.Network = new WrongModel(driver.Draft.Network);
        var answer = driver.Submit(new GenerationRequest { PromptTokenIds = [1, 300, 7], MaxTokens = 200 });

        driver.Drain(answer);

        Assert.Equal(0, answer.Finished!.Speculation.AcceptedTokens);
        Assert.InRange(answer.Finished.Speculation.DraftedTokens, 4, 50);
        Assert.Equal(200, driver.Steps.StepSizes.Count);
    }

    [Fact]
    public void A_draft_that_fails_costs_its_proposals_only()
    {
        using var plain = new StepDriver(Options, new ModelLoadOptions { Threads = 1 }, Shape);
        using var driver = new StepDriver(Options, new ModelLoadOptions { Threads = 1 }, Shape, draftSeed: 1);
        var failing = new SteppedModel(driver.Draft!.Network) { PoisonToken = 7 };
        failing.LetAll();
        driver.Draft.Network = failing;
        var request = new GenerationRequest { PromptTokenIds = [1, 7, 8], MaxTokens = 40 };

        var (expected, answer) = (plain.Submit(request), driver.Submit(request));
        plain.Drain(expected);
        driver.Drain(answer);

        Assert.Equal(expected.Ids, answer.Ids);
        Assert.Equal(0, answer.Finished!.Speculation.DraftedTokens);
    }

    [Fact]
    public void Draws_have_the_models_own_distribution()
    {
        // The second token's, given the first, over many seeds: the first is checked against what the draft proposed.
        using var plain = new StepDriver(Options, new ModelLoadOptions { Threads = 1 }, Shape);
        using var drafted = new StepDriver(Options, new ModelLoadOptions { Threads = 1 }, Shape, draftSeed: 2);
        const int Draws = 400, Kept = 4;
        var sampling = new SamplingOptions { Temperature = 1f, TopK = Kept };
        var counts = new Dictionary<int, int>();
        for (var seed = 0; seed < Draws; seed++)
        {
            var answer = drafted.Submit(new GenerationRequest
            {
                PromptTokenIds = [1, 300, 7],
                MaxTokens = 3,
                Sampling = sampling with { Seed = seed },
            });
            drafted.Drain(answer);
            counts[answer.Ids.First()] = counts.GetValueOrDefault(answer.Ids.First()) + 1;
        }

        using var session = plain.Model.CreateSession();
        var logits = session.Append(1, 300, 7).ToArray();
        var top = logits.Select((logit, id) => (logit, id)).OrderByDescending(pair => pair.logit).Take(Kept).ToArray();
        var total = top.Sum(pair => Math.Exp(pair.logit));
        var chiSquare = top.Sum(pair =>
        {
            var expected = Draws * Math.Exp(pair.logit) / total;
            return Math.Pow(counts.GetValueOrDefault(pair.id) - expected, 2) / expected;
        });

        // 0.999 quantile of chi-square with three degrees of freedom.
        Assert.InRange(chiSquare, 0, 16.27);
    }

    [Fact]
    public void A_draft_model_of_another_vocabulary_is_refused_by_name()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["model.gguf"], seed: 1);
        var words = TinyVocabulary.Tokens.ToArray();
        (words[^1], words[^2]) = (words[^2], words[^1]);
        new GgufWriter()
            .Set("tokenizer.ggml.model", "llama")
            .Set("tokenizer.ggml.tokens", words)
            .Set("tokenizer.ggml.scores", words.Select((_, id) => id < 259 ? 0f : 259f - id).ToArray())
            .Set("tokenizer.ggml.token_type", words.Select((_, id) => id switch { 0 => 2, <= 2 => 3, < 259 => 6, _ => 1 }).ToArray())
            .Save(folder["other.gguf"]);
        using var model = LoadedModel.Load(folder["model.gguf"]);
        using var draft = LoadedModel.Load(folder["model.gguf"], new ModelLoadOptions { TokenizerPath = folder["other.gguf"] });

        var refused = Assert.Throws<ArgumentException>(() => new ManagedEngine(model, draft: draft));

        Assert.Contains($"cannot draft for 'tiny-llama': token {words.Length - 2}", refused.Message, StringComparison.Ordinal);
    }

    private static GenerationRequest[] Requests(SamplingOptions sampling) =>
    [
        .. Enumerable.Range(0, 3).Select(i => new GenerationRequest
        {
            PromptTokenIds = [1, .. Enumerable.Range(0, 5 + 60 * i).Select(t => 3 + (t * 7 + i) % 300)],
            MaxTokens = 60,
            Sampling = sampling with { Seed = sampling.Seed + i },
        }),
    ];

    // Proposes what is least likely.
    private sealed class WrongModel(LanguageModel inner) : LanguageModel(inner.Config)
    {
        public override void Forward(ForwardBatch batch)
        {
            inner.Forward(batch);
            for (var i = 0; i < batch.LogitBuffer.Length; i++)
                batch.LogitBuffer[i] = -batch.LogitBuffer[i];
        }

        public override void Dispose()
        {
            inner.Dispose();
            base.Dispose();
        }
    }
}
