using System.Text.Json;
using Freehold.Inference.Constraints;
using Freehold.Inference.Kernels;
using Freehold.Inference.Sampling;
using Freehold.Inference.Tests.Scheduling;

namespace Freehold.Inference.Tests.Constraints;

/// <summary>Formats and log-probabilities through the whole engine.</summary>
public sealed class ConstrainedGenerationTests
{
    private const string Schema =
        """{"type":"object","properties":{"n":{"type":"integer","maximum":99,"minimum":-9},"s":{"type":"string"}},"required":["n","s"]}""";

    private static CancellationToken TestToken => EngineFixture.TestToken;

    [Theory]
    [InlineData(0f, 40)]
    [InlineData(1f, 16)]
    [InlineData(2f, 60)]
    public async Task Every_answer_of_a_random_model_is_valid(float temperature, int maxTokens)
    {
        await using var fixture = new EngineFixture();
        var answer = await fixture.RunAsync(
            new GenerationRequest
            {
                Prompt = "once",
                MaxTokens = maxTokens,
                ResponseFormat = ResponseFormat.JsonSchema(Schema),
                Sampling = new SamplingOptions { Temperature = temperature, Seed = 4 },
            },
            TestToken);
        using var value = JsonDocument.Parse(answer.Text);
        using var rules = JsonDocument.Parse(Schema);
        Assert.Null(new SchemaValidator(rules.RootElement).Validate(value.RootElement));
        Assert.Equal(FinishReason.Stop, answer.Finished!.Reason);
    }

    [Fact]
    public async Task A_schema_that_is_not_supported_is_refused_before_any_work()
    {
        await using var fixture = new EngineFixture();
        var answer = await fixture.RunAsync(
            new GenerationRequest { Prompt = "once", ResponseFormat = ResponseFormat.JsonSchema("""{"not":{}}""") }, TestToken);
        var refusal = Assert.IsType<InvalidRequestRefusal>(answer.Refusal);
        Assert.Equal(nameof(GenerationRequest.ResponseFormat), refusal.Parameter);
        Assert.Contains("#/not", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_probabilities_of_the_most_likely_tokens_come_with_each_token()
    {
        await using var fixture = new EngineFixture();
        int[] prompt = [1, 300, 280];
        var answer = await fixture.RunAsync(
            new GenerationRequest
            {
                PromptTokenIds = prompt,
                MaxTokens = 8,
                TopLogProbs = 3,
                Sampling = new SamplingOptions { Temperature = 1f, Seed = 2 },
            },
            TestToken);

        using var session = fixture.Model.CreateSession();
        var logits = session.Logits([.. prompt, .. answer.Ids]);
        var logProbs = answer.Batches.SelectMany(batch => batch.LogProbs).ToArray();
        Assert.Equal(answer.Ids, logProbs.Select(token => token.Chosen.Id));
        for (var i = 0; i < logProbs.Length; i++)
        {
            var row = logits[prompt.Length - 1 + i];
            var expected = row.Select((logit, id) => (Id: id, LogProb: logit - LogSoftmax.Scalar(row)))
                .OrderByDescending(one => one.LogProb).Take(3).ToArray();
            Assert.Equal(expected.Select(one => one.Id), logProbs[i].Top.Select(one => one.Id));
            Assert.All(expected.Zip(logProbs[i].Top), pair => Assert.Equal(pair.First.LogProb, pair.Second.LogProb, 1e-4));
            Assert.Equal(fixture.Model.Tokenizer!.Bytes(logProbs[i].Chosen.Id).ToArray(), logProbs[i].Chosen.Bytes.ToArray());
        }
    }
}
