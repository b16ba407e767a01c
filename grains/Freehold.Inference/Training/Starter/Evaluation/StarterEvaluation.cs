using System.Text;
using Freehold.Inference.Constraints;
using Freehold.Inference.Formats;
using Freehold.Inference.Kernels;
using Freehold.Inference.Templates;

namespace Freehold.Inference.Training.Starter.Evaluation;

/// <summary>Measures a model file as requests see it: through its chat template, its tokenizer and the engine.</summary>
public static class StarterEvaluation
{
    /// <summary>Most dialogs of a task.</summary>
    public const int MaxCases = 10_000;

    private const int MaxAnswerTokens = 160, CacheTokens = 4096;

    /// <summary>Runs the held-out dialogs of a seed.</summary>
    /// <param name="path">The model, a .gguf file with tokenizer and chat template.</param>
    /// <param name="seed">Begin of the dialogs; the same as the training's, whose own dialogs are others.</param>
    /// <param name="cases">Dialogs of each task, from 1 to <see cref="MaxCases"/>.</param>
    /// <param name="threads">Threads of the engine; null: one for each core.</param>
    /// <param name="cancellationToken">Ends the measuring.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or lacks a tokenizer or a chat template.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static async Task<StarterFigures> MeasureAsync(
        string path, int seed, int cases, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(cases, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cases, MaxCases);
        var options = new ModelLoadOptions { KvCacheTokens = CacheTokens };
        var model = LoadedModel.Load(path, threads is { } count ? options with { Threads = count } : options, cancellationToken);
        if (model.Tokenizer is null || model.ChatTemplate is null)
        {
            model.Dispose();
            throw new ModelFormatException(
                path, "it has no tokenizer or no chat template", "metadata", "Name a file of 'freehold train starter'.");
        }

        // Familiar dialogs come from a seed of their own: wordings as in training, put together otherwise.
        var heldOut = new StarterTextGenerator((ulong)seed, heldOut: true);
        var familiar = new StarterTextGenerator(~(ulong)seed);
        var (perplexity, familiarPerplexity) = (Perplexity(model, heldOut, cases), Perplexity(model, familiar, cases));
        await using var engine = new ManagedEngine(model);
        return new StarterFigures(
            perplexity,
            familiarPerplexity,
            await ExtractAsync(engine, heldOut, cases, constrained: false, cancellationToken),
            await ExtractAsync(engine, heldOut, cases, constrained: true, cancellationToken),
            await ExtractAsync(engine, familiar, cases, constrained: true, cancellationToken),
            await RightAsync(engine, heldOut, [StarterTask.Support], cases, cancellationToken),
            await RightAsync(engine, familiar, [StarterTask.Support], cases, cancellationToken),
            await RightAsync(engine, heldOut, [StarterTask.Greeting, StarterTask.Identity], cases, cancellationToken),
            await RightAsync(engine, heldOut, [StarterTask.Unknown], cases, cancellationToken),
            await RightAsync(engine, heldOut, [StarterTask.Summary], cases, cancellationToken),
            await RightAsync(engine, heldOut, [StarterTask.Repetition], cases, cancellationToken));
    }

    private static double Perplexity(LoadedModel model, StarterTextGenerator generator, int cases)
    {
        var (nats, count) = (0.0, 0);
        for (var i = 0; i < cases; i++)
        {
            var example = StarterVocabulary.Encode(generator.Next(), model.Tokenizer!);
            var tokens = example.Tokens.Span[..Math.Min(example.Tokens.Length, model.Info.ContextLengthTokens)];
            using var session = model.CreateSession();
            var logits = session.Logits(tokens);
            for (var at = 1; at < tokens.Length; at++)
            {
                if (!example.Counts(at))
                    continue;
                nats += LogSoftmax.LogSumExp(logits[at - 1]) - logits[at - 1][tokens[at]];
                count++;
            }
        }

        return Math.Exp(nats / count);
    }

    private static async Task<ExtractionFigures> ExtractAsync(
        ManagedEngine engine, StarterTextGenerator generator, int cases, bool constrained, CancellationToken cancellationToken)
    {
        var score = new ExtractionScore();
        for (var i = 0; i < cases; i++)
        {
            var dialog = generator.Next(StarterTask.Extraction);
            var format = constrained ? ResponseFormat.JsonSchema(dialog.Schema!) : ResponseFormat.Text;
            score.Add(dialog.Answer, await AnswerAsync(engine, dialog, format, cancellationToken));
        }

        return score.Figures;
    }

    private static async Task<double> RightAsync(
        ManagedEngine engine, StarterTextGenerator generator, StarterTask[] tasks, int cases, CancellationToken cancellationToken)
    {
        var right = 0;
        for (var i = 0; i < cases; i++)
        {
            var dialog = generator.Next(tasks[i % tasks.Length]);
            right += await AnswerAsync(engine, dialog, ResponseFormat.Text, cancellationToken) == dialog.Answer ? 1 : 0;
        }

        return (double)right / cases;
    }

    private static async Task<string> AnswerAsync(
        ManagedEngine engine, StarterDialog dialog, ResponseFormat format, CancellationToken cancellationToken)
    {
        var messages = dialog.Prompt.Select(turn => new ChatTemplateMessage { Role = turn.Role, Content = turn.Text });
        var rendered = engine.ChatTemplate!.Render(new ChatTemplateInput { Messages = [.. messages] }, TimeProvider.System);
        var request = new GenerationRequest { PromptSegments = rendered.Segments, MaxTokens = MaxAnswerTokens, ResponseFormat = format };
        var text = new StringBuilder();
        await foreach (var next in engine.GenerateAsync(request, cancellationToken))
        {
            if (next is GenerationRefused refused)
                throw new InvalidOperationException($"The engine refuses a dialog of topic '{dialog.Topic}': {refused.Refusal}.");
            if (next is GeneratedTokens tokens)
                text.Append(tokens.Text);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return text.ToString();
    }
}
