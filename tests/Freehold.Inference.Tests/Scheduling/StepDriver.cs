using Freehold.Inference.Models;
using Freehold.Inference.Scheduling;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>A scheduler without its thread: the test does the steps, so what happens when is the test's to say.</summary>
internal sealed class StepDriver : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SchedulerOptions _options;
    private readonly bool _endless;

    public StepDriver(
        SchedulerOptions options, ModelLoadOptions load, TinyLlamaShape? shape = null, bool withoutArithmetic = false, int? draftSeed = null,
        bool endless = false)
    {
        TinyLlama.WriteGguf(_folder["tiny.gguf"], seed: 1, shape);
        _options = options;
        _endless = endless;
        Model = LoadedModel.Load(_folder["tiny.gguf"], load);
        var network = withoutArithmetic ? new ConstantModel(Model.Network) : Model.Network;
        Model.Network = Steps = new SteppedModel(network);
        Steps.LetAll();
        if (draftSeed is { } seed)
        {
            TinyLlama.WriteGguf(_folder["draft.gguf"], seed, shape);
            Draft = LoadedModel.Load(_folder["draft.gguf"], load);
        }

        Scheduler = new Scheduler(Model, options, Draft);
    }

    public LoadedModel Model { get; }

    public LoadedModel? Draft { get; }

    public Scheduler Scheduler { get; }

    public SteppedModel Steps { get; }

    public DrivenRequest Submit(GenerationRequest request)
    {
        var prompt = request.PromptTokenIds!.ToArray();
        var plan = new SequencePlan(
            request, prompt, Math.Min(request.MaxTokens!.Value, Model.Info.ContextLengthTokens - prompt.Length), Model.KvPool,
            Model.Tokenizer!, id => id == 2 && !_endless, _options, new ManualTimeProvider())
        {
            DraftPool = Draft?.KvPool,
        };
        var sequences = plan.ToSequences();
        return new DrivenRequest(plan, sequences, Scheduler.Submit(sequences, request.Tenant));
    }

    /// <summary>Steps until nothing is left to do, reading all answers as they come.</summary>
    public void Drain(params DrivenRequest[] requests)
    {
        while (Scheduler.Step())
            Array.ForEach(requests, request => request.Read());
        Array.ForEach(requests, request => request.Read());
    }

    public void Dispose()
    {
        Model.Dispose();
        Draft?.Dispose();
        Steps.Dispose();
        _folder.Dispose();
    }

    // For tests of the order of work, in which the text does not matter.
    private sealed class ConstantModel(LanguageModel inner) : LanguageModel(inner.Config)
    {
        public override void Forward(ForwardBatch batch)
        {
            batch.EnsureLogitBuffer();
            Array.Clear(batch.LogitBuffer);
            for (var row = 0; row < batch.LogitCount; row++)
                batch.Logits(row)[5] = 1f;
        }

        public override void Dispose()
        {
            inner.Dispose();
            base.Dispose();
        }
    }
}

/// <summary>A request of a <see cref="StepDriver"/>, and what has been read of its answers.</summary>
internal sealed class DrivenRequest(SequencePlan plan, Sequence[] sequences, EngineRefusal? refusal)
{
    private readonly List<GenerationEvent> _events = [];

    public GenerationRequest Request => plan.Request;

    public EngineRefusal? Refusal => refusal;

    public IReadOnlyList<GenerationEvent> Events => _events;

    public IEnumerable<int> Ids => _events.OfType<GeneratedTokens>().SelectMany(tokens => tokens.TokenIds);

    public string Text => string.Concat(_events.OfType<GeneratedTokens>().Select(tokens => tokens.Text));

    public GenerationFinished? Finished => _events.OfType<GenerationFinished>().SingleOrDefault();

    public bool HasEnded => plan.Output.Reader.Completion.IsCompleted;

    public bool IsCancelled { get; private set; }

    public void Read(int most = int.MaxValue)
    {
        while (most-- > 0 && plan.Output.Reader.TryRead(out var next))
            _events.Add(next);
    }

    public void Cancel(Scheduler scheduler)
    {
        IsCancelled = true;
        Array.ForEach(sequences, sequence => sequence.Cancel());
        scheduler.NoteCancellation();
    }
}
