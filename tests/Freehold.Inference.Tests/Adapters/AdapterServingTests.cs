using Freehold.Inference.Adapters;
using Freehold.Inference.Models;
using Freehold.Inference.Sampling;
using Freehold.Inference.Scheduling;
using Freehold.Inference.Tests.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Adapters;

/// <summary>Every request runs with its own adapter, and says which, whatever runs beside it.</summary>
public sealed class AdapterServingTests : IDisposable
{
    private static readonly TinyLlamaShape Shape = new();

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_request_ever_runs_with_the_adapter_of_another()
    {
        // Room for few sequences at once: requests are sent away and begun again, and blocks change hands all the time.
        await using var busy = new EngineFixture(
            new SchedulerOptions { MaxActiveRequests = 12, MaxWaitingRequests = 200, MaxWaitingRequestsPerTenant = 200, MaxUnreadBatches = 64 },
            new ModelLoadOptions { Threads = 2, KvCacheTokens = 14 * KvBlockPool.BlockTokens });
        var adapters = await LoadAsync(busy, 10);
        var requests = Enumerable.Range(0, 80).Select(i => Request(i, adapters[i % adapters.Length])).ToArray();
        var answers = await Task.WhenAll(requests.Select(request => busy.RunAsync(request)));

        await using var quiet = new EngineFixture();
        var alone = await LoadAsync(quiet, 10);
        for (var i = 0; i < requests.Length; i++)
        {
            var expected = await quiet.RunAsync(Request(i, alone[i % alone.Length]));
            Assert.Equal(expected.Ids, answers[i].Ids);
            Assert.Equal(requests[i].Adapter?.Digest, answers[i].Finished?.AdapterDigest);
        }

        Assert.True(answers.Select(answer => string.Join(' ', answer.Ids)).Distinct().Count() > adapters.Length, "The adapters make no difference.");
    }

    [Fact]
    public async Task What_is_cached_of_one_adapter_serves_no_other_and_not_the_model_alone()
    {
        await using var fixture = new EngineFixture();
        var adapters = await LoadAsync(fixture, 3);
        var cached = new List<int>();
        foreach (var adapter in (LoraAdapter?[])[adapters[1], adapters[2], null, adapters[1], null])
        {
            var request = Request(0, adapter) with { PromptTokenIds = [.. Enumerable.Range(0, 100).Select(i => 3 + i % 29)] };
            cached.Add((await fixture.RunAsync(request)).Finished!.Usage.CachedPromptTokens);
        }

        Assert.Equal([0, 0, 0, 96, 96], cached);
    }

    [Fact]
    public async Task An_adapter_that_another_engine_loaded_is_refused()
    {
        await using var first = new EngineFixture();
        await using var second = new EngineFixture();
        var adapters = await LoadAsync(first, 2);
        var answer = await second.RunAsync(Request(0, adapters[1]));
        Assert.Contains("not loaded by this engine", answer.Refusal?.Message, StringComparison.Ordinal);
    }

    // The first is the model as it is.
    private async Task<LoraAdapter?[]> LoadAsync(EngineFixture fixture, int count)
    {
        var adapters = new LoraAdapter?[count];
        for (var i = 1; i < count; i++)
        {
            new TinyAdapter(i, Shape).Write(_folder[$"adapter-{i}"]);
            adapters[i] = await fixture.Engine.LoadAdapterAsync(_folder[$"adapter-{i}"], EngineFixture.TestToken);
        }

        return adapters;
    }

    private static GenerationRequest Request(int number, LoraAdapter? adapter)
    {
        var random = new Random(number / 4);
        return new GenerationRequest
        {
            PromptTokenIds = [1, .. Enumerable.Range(0, random.Next(1, 50)).Select(_ => random.Next(3, 32))],
            MaxTokens = 24,
            Tenant = $"tenant-{number % 3}",
            Adapter = adapter,
            Sampling = new SamplingOptions { Temperature = number % 2, Seed = number },
        };
    }
}
