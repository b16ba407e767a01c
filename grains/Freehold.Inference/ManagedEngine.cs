using System.Runtime.CompilerServices;
using Freehold.Inference.Adapters;
using Freehold.Inference.Constraints;
using Freehold.Inference.Formats;
using Freehold.Inference.Scheduling;
using Freehold.Inference.Templates;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference;

/// <summary>The engine in pure C#: one model, one scheduler, a fixed number of threads.</summary>
public sealed class ManagedEngine : IModelEngine
{
    private readonly LoadedModel _model;
    private readonly LoadedModel? _draft;
    private readonly SchedulerOptions _options;
    private readonly TimeProvider _time;
    private readonly SchedulerThread _scheduler;
    private readonly HashSet<int> _endOfTextIds;
    private readonly ConstraintCompiler? _constraints;
    private int _disposed;

    /// <summary>Serves requests from a model, which the engine owns from here on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The scheduler's bounds.</param>
    /// <param name="time">Clock for timings and flushes.</param>
    /// <param name="draft">A smaller model of the same vocabulary that writes ahead, which the engine owns too; null: none.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the draft model's tokens are not the model's.</exception>
    public ManagedEngine(
        LoadedModel model, SchedulerOptions? options = null, TimeProvider? time = null, LoadedModel? draft = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (draft is not null)
            DraftModelCheck.Require(model, draft);
        _model = model;
        _draft = draft;
        _options = options ?? new SchedulerOptions();
        _options.Validate(model.Options.MaxBatchTokens);
        _time = time ?? TimeProvider.System;
        _endOfTextIds = [.. model.Config.EndOfTextIds, .. model.Tokenizer?.EndOfTextIds ?? []];
        if (model.Tokenizer is { } tokenizer)
            _constraints = new ConstraintCompiler(tokenizer, model.Info.VocabularySize, _endOfTextIds);
        _scheduler = new SchedulerThread(new Scheduler(model, _options, draft));
    }

    /// <inheritdoc />
    public ModelInfo Info => _model.Info;

    /// <inheritdoc />
    public ITokenizer? Tokenizer => _model.Tokenizer;

    /// <inheritdoc />
    public ChatTemplate? ChatTemplate => _model.ChatTemplate;

    /// <inheritdoc />
    public EngineLoad Load => _scheduler.Load;

    /// <summary>Loads a model on a thread of its own, so that no caller's thread waits for the disk, and serves it.</summary>
    /// <param name="path">See <see cref="LoadedModel.Load"/>.</param>
    /// <param name="loadOptions">How to load it, and the draft model.</param>
    /// <param name="options">The scheduler's bounds.</param>
    /// <param name="time">Clock for timings and flushes.</param>
    /// <param name="draftPath">A smaller model of the same vocabulary that writes ahead; null: none.</param>
    /// <param name="cancellationToken">Ends the hashing of a large file.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the draft model's tokens are not the model's.</exception>
    /// <exception cref="ModelFormatException">The file is damaged or of an unsupported kind.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static Task<ManagedEngine> LoadAsync(
        string path, ModelLoadOptions? loadOptions = null, SchedulerOptions? options = null, TimeProvider? time = null,
        string? draftPath = null, CancellationToken cancellationToken = default)
    {
        return OwnThread.RunAsync("freehold-load", Load);

        ManagedEngine Load()
        {
            var model = LoadedModel.Load(path, loadOptions, cancellationToken);
            LoadedModel? draft = null;
            try
            {
                draft = draftPath is null ? null : LoadedModel.Load(draftPath, loadOptions, cancellationToken);
                return new ManagedEngine(model, options, time, draft);
            }
            catch
            {
                model.Dispose();
                draft?.Dispose();
                throw;
            }
        }
    }

    /// <inheritdoc />
    public Task<LoraAdapter> LoadAdapterAsync(string folder, CancellationToken cancellationToken = default) =>
        OwnThread.RunAsync("freehold-load", () => _model.LoadAdapter(folder, cancellationToken));

    /// <inheritdoc />
    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(
        GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var refusal = Prepare(request, out var plan);
        var answers = plan?.ToSequences() ?? [];
        refusal ??= _scheduler.Submit(answers, request.Tenant);
        if (refusal is not null)
        {
            yield return new GenerationRefused(refusal);
            yield break;
        }

        await using var cancellation = cancellationToken.Register(() => _scheduler.Cancel(answers));
        try
        {
            // No token here: a cancelled request still ends with its usage, which is to be paid for.
            await foreach (var next in plan!.Output.Reader.ReadAllAsync(CancellationToken.None))
            {
                _scheduler.Wake();
                yield return next;
            }
        }
        finally
        {
            _scheduler.Cancel(answers);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        await _scheduler.StopAsync();
        _model.Dispose();
        _draft?.Dispose();
    }

    private EngineRefusal? Prepare(GenerationRequest request, out SequencePlan? plan)
    {
        plan = null;
        if (Tokenizer is not { } tokenizer || _constraints is null)
            return new TokenizerMissingRefusal(Info.Name);
        if (RequestValidation.Check(request, Info) is { } invalid)
            return invalid;
        if (request.Adapter is { } adapter && !_model.Network.Accepts(adapter))
            return new InvalidRequestRefusal(nameof(request.Adapter), $"it was not loaded by this engine. Load it for model '{Info.Name}'.");

        var limit = Info.ContextLengthTokens;
        var chars = request.Prompt?.Length ?? request.PromptSegments?.Sum(segment => segment.Text.Length) ?? 0;
        var atLeast = chars / tokenizer.LongestTokenChars;
        if (atLeast >= limit)
            return new ContextTooLongRefusal(atLeast, limit);

        var prompt = request.Prompt is { } text ? tokenizer.Encode(text)
            : request.PromptSegments is { } segments ? tokenizer.Encode(segments)
            : [.. request.PromptTokenIds!];
        if (prompt.Length == 0)
            return new InvalidRequestRefusal(nameof(request.Prompt), "it is empty. Give at least one token.");
        if (prompt.Length >= limit)
            return new ContextTooLongRefusal(prompt.Length, limit);

        if (_constraints.Compile(request.ResponseFormat, out var machine) is { } refused)
            return refused;

        var maxTokens = Math.Min(request.MaxTokens ?? int.MaxValue, limit - prompt.Length);
        plan = new SequencePlan(request, prompt, maxTokens, _model.KvPool, tokenizer, _endOfTextIds.Contains, _options, _time)
        {
            DraftPool = _draft?.KvPool,
            Constraint = machine,
        };
        return null;
    }
}
