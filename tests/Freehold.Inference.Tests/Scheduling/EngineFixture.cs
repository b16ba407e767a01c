using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>An engine on a tiny random model, with a clock that stands still.</summary>
internal sealed class EngineFixture : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private SteppedModel? _steps;

    public EngineFixture(
        SchedulerOptions? options = null, ModelLoadOptions? load = null, TinyLlamaShape? shape = null, bool stepped = false, int seed = 1)
    {
        TinyLlama.WriteGguf(_folder["tiny.gguf"], seed, shape);
        Model = LoadedModel.Load(_folder["tiny.gguf"], load ?? new ModelLoadOptions { Threads = 2 });
        if (stepped)
            Model.Network = _steps = new SteppedModel(Model.Network);
        Engine = new ManagedEngine(Model, options, Time);
    }

    public ManualTimeProvider Time { get; } = new();

    public LoadedModel Model { get; }

    public ManagedEngine Engine { get; }

    public SteppedModel Steps => _steps ?? throw new InvalidOperationException("Ask for stepped: true.");

    public static CancellationToken TestToken => TestContext.Current.CancellationToken;

    public async Task<Answer> RunAsync(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        var answer = new Answer();
        await foreach (var next in Engine.GenerateAsync(request, cancellationToken))
            answer.Add(next);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        _steps?.LetAll();
        await Engine.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>All that came of one request.</summary>
internal sealed class Answer
{
    public List<GeneratedTokens> Batches { get; } = [];

    public GenerationFinished? Finished { get; private set; }

    public EngineRefusal? Refusal { get; private set; }

    public string Text => string.Concat(Batches.Select(batch => batch.Text));

    public int[] Ids => [.. Batches.SelectMany(batch => batch.TokenIds)];

    public void Add(GenerationEvent next)
    {
        Assert.Null(Finished);
        Assert.Null(Refusal);
        switch (next)
        {
            case GeneratedTokens tokens: Batches.Add(tokens); break;
            case GenerationFinished finished: Finished = finished; break;
            case GenerationRefused refused: Refusal = refused.Refusal; break;
        }
    }
}
