using Freehold.Inference.Kernels;
using Freehold.Inference.Sampling;
using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>What a request gets back.</summary>
public sealed class GenerationTests
{
    private static readonly string[] Prompts = ["once upon a time", "the", "little and little", "\u4f60\u597d \u00e9t\u00e9", "was"];

    private static CancellationToken TestToken => EngineFixture.TestToken;

    [Fact]
    public async Task Greedy_text_is_what_the_model_says_step_by_step()
    {
        await using var fixture = new EngineFixture();
        var prompt = fixture.Model.Tokenizer!.Encode(Prompts[0]);
        using var model = fixture.Model.CreateSession();
        var expected = model.Greedy(prompt, 20);

        var answer = await fixture.RunAsync(new GenerationRequest { Prompt = Prompts[0], MaxTokens = 20 }, TestToken);

        Assert.Equal(expected, answer.Ids);
        Assert.Equal(FinishReason.Length, answer.Finished!.Reason);
        Assert.Equal(new GenerationUsage(prompt.Length, 20), answer.Finished.Usage);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.9f)]
    public async Task Requests_side_by_side_get_the_tokens_that_each_gets_alone(float temperature)
    {
        await using var fixture = new EngineFixture(new SchedulerOptions { MaxActiveRequests = 3 }, new ModelLoadOptions { MaxBatchTokens = 7 });
        var requests = Prompts.Select((prompt, i) => new GenerationRequest
        {
            Prompt = prompt,
            MaxTokens = 10 + 7 * i,
            Sampling = new SamplingOptions { Temperature = temperature, TopP = 0.9f, Seed = i },
        }).ToArray();

        var alone = new List<Answer>();
        foreach (var request in requests)
            alone.Add(await fixture.RunAsync(request, TestToken));
        var together = await Task.WhenAll(requests.Select(request => fixture.RunAsync(request, TestToken)));

        for (var i = 0; i < requests.Length; i++)
        {
            Assert.Equal(alone[i].Ids, together[i].Ids);
            Assert.Equal(alone[i].Text, together[i].Text);
            Assert.Equal(alone[i].Finished!.LogProbSum, together[i].Finished!.LogProbSum);
        }
    }

    [Fact]
    public async Task Log_probabilities_are_those_of_the_chosen_tokens()
    {
        await using var fixture = new EngineFixture();
        int[] prompt = [1, 300, 280];
        var answer = await fixture.RunAsync(new GenerationRequest { PromptTokenIds = prompt, MaxTokens = 12 }, TestToken);

        using var session = fixture.Model.CreateSession();
        var logits = session.Logits([.. prompt, .. answer.Ids]);
        var expected = answer.Ids.Select((id, i) => logits[prompt.Length - 1 + i][id] - LogSoftmax.Scalar(logits[prompt.Length - 1 + i])).Sum();

        Assert.Equal(expected, answer.Finished!.LogProbSum, 1e-4);
        Assert.Equal(expected / 12, answer.Finished.MeanLogProb!.Value, 1e-5);
        Assert.Equal(answer.Finished.LogProbSum, answer.Batches.Sum(batch => batch.LogProbSum), 1e-9);
        Assert.Equal(12, answer.Batches.Sum(batch => batch.LogProbCount));
    }

    [Fact]
    public async Task A_stop_sequence_ends_the_text_before_itself()
    {
        await using var fixture = new EngineFixture();
        var request = new GenerationRequest { Prompt = Prompts[0], MaxTokens = 40, Sampling = new SamplingOptions { Temperature = 1f, Seed = 5 } };
        var whole = await fixture.RunAsync(request, TestToken);
        var stop = whole.Text.Substring(whole.Text.Length / 2, 3);
        var expected = whole.Text[..whole.Text.IndexOf(stop, StringComparison.Ordinal)];

        var stopped = await fixture.RunAsync(request with { Stop = ["never to be seen", stop] }, TestToken);

        Assert.Equal(expected, stopped.Text);
        Assert.Equal(FinishReason.Stop, stopped.Finished!.Reason);
        Assert.True(stopped.Finished.Usage.CompletionTokens < whole.Finished!.Usage.CompletionTokens);
    }

    [Fact]
    public async Task Text_held_back_for_a_stop_that_never_comes_is_given_at_the_end()
    {
        await using var fixture = new EngineFixture();
        var request = new GenerationRequest { Prompt = Prompts[1], MaxTokens = 15 };
        var whole = await fixture.RunAsync(request, TestToken);
        Assert.NotEmpty(whole.Text);

        var held = await fixture.RunAsync(request with { Stop = [whole.Text[^1] + "\u0001never"] }, TestToken);

        Assert.Equal(whole.Text, held.Text);
    }

    [Fact]
    public async Task The_context_bounds_the_answer()
    {
        await using var fixture = new EngineFixture(shape: new TinyLlamaShape { ContextLength = 16 });
        var answer = await fixture.RunAsync(new GenerationRequest { PromptTokenIds = [1, 2, 3, 4, 5, 6] }, TestToken);
        Assert.Equal((FinishReason.Length, 10), (answer.Finished!.Reason, answer.Finished.Usage.CompletionTokens));
    }

    [Fact]
    public async Task A_long_prompt_is_taken_in_parts_and_does_not_hold_up_others()
    {
        await using var fixture = new EngineFixture(
            new SchedulerOptions { MaxActiveRequests = 2 }, new ModelLoadOptions { Threads = 1, MaxBatchTokens = 10 }, stepped: true);
        var quick = fixture.RunAsync(new GenerationRequest { PromptTokenIds = [1, 5], MaxTokens = 3 }, TestToken);
        await fixture.Steps.ArrivedAsync(TestToken);
        var slow = fixture.RunAsync(new GenerationRequest { PromptTokenIds = [.. Enumerable.Range(3, 60)], MaxTokens = 2 }, TestToken);

        fixture.Steps.LetAll();
        Assert.Equal(3, (await quick).Ids.Length);
        Assert.Equal(2, (await slow).Ids.Length);

        // The quick one's prompt; then its two tokens beside parts of the long prompt; then the rest.
        Assert.Equal([2, 10, 10, 10, 10, 10, 10, 2, 1], fixture.Steps.StepSizes);
    }

    [Fact]
    public async Task A_model_without_a_tokenizer_refuses_text_but_has_logits()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder["hf"], seed: 1);
        await using var engine = await ManagedEngine.LoadAsync(folder["hf"], cancellationToken: TestToken);
        var events = await engine.GenerateAsync(new GenerationRequest { Prompt = "a" }, TestToken).ToListAsync(TestToken);
        Assert.IsType<TokenizerMissingRefusal>(Assert.IsType<GenerationRefused>(Assert.Single(events)).Refusal);

        using var model = LoadedModel.Load(folder["hf"]);
        using var session = model.CreateSession();
        Assert.Equal(TinyVocabulary.Size, session.Append(1).Length);
    }

    [Fact]
    public async Task A_tokenizer_can_come_from_a_gguf_file()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder["hf"], seed: 1);
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 1);
        var options = new ModelLoadOptions { TokenizerPath = folder["tiny.gguf"] };
        await using var fromFolder = await ManagedEngine.LoadAsync(folder["hf"], options, cancellationToken: TestToken);
        await using var fromGguf = await ManagedEngine.LoadAsync(folder["tiny.gguf"], cancellationToken: TestToken);

        var request = new GenerationRequest { Prompt = Prompts[0], MaxTokens = 10 };
        Assert.Equal(await Text(fromGguf), await Text(fromFolder));

        async Task<string> Text(ManagedEngine engine) => string.Concat(
            (await engine.GenerateAsync(request, TestToken).ToListAsync(TestToken)).OfType<GeneratedTokens>().Select(tokens => tokens.Text));
    }
}
