using Freehold.Contracts.Inference;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Inference;
using Freehold.Inference.Templates;
using Freehold.Inference.Tokenizers;
using Freehold.Inference.Training;

namespace Freehold.Workers.Training;

/// <summary>Writes examples down as the base model reads prompts when it serves them, and answers as it would write them.</summary>
/// <exception cref="InvalidDataException">The model has no tokens, or none to end an answer with.</exception>
internal sealed class AdapterPrompts
{
    private readonly IModelEngine _engine;
    private readonly ITokenizer _tokenizer;
    private readonly string _model;
    private readonly int _end;

    public AdapterPrompts(IModelEngine engine, string model)
    {
        (_engine, _model) = (engine, model);
        _tokenizer = engine.Tokenizer ?? throw new InvalidDataException(
            $"Model '{model}' has no tokenizer, so there is nothing to train its adapter on; set Freehold:Models:{model}:Tokenizer.");
        _end = EndOfAnswer() ?? throw new InvalidDataException(
            $"Model '{model}' has no token that ends an answer, so an adapter could not learn to stop; name another base_model.");
    }

    /// <summary>Longest example, in tokens.</summary>
    public int ContextTokens => Math.Min(_engine.Info.ContextLengthTokens, AdapterPlan.MaxContextTokens);

    /// <summary>The prompt of an example as the engine takes it; null where the model's template does not take the conversation.</summary>
    public static GenerationRequest? PromptOf(ExampleLine example, IModelEngine engine, string model, TimeProvider time)
    {
        ChatTurn[] messages = example.Turns is { Count: > 0 } turns
            ? [.. turns.Select(turn => new ChatTurn { Role = turn.Role, Content = turn.Content })]
            : [new ChatTurn { Role = "user", Content = example.Text }];
        var request = new GenerateRequest { Tenant = "", Model = model, Messages = messages };
        return ChatPrompt.Write(request, engine, time, out var prompt) is null ? prompt : null;
    }

    /// <summary>The example with its answer and the end of it to learn; null where the model's template does not take the conversation.</summary>
    public TrainingExample? Encode(ExampleLine example)
    {
        if (PromptOf(example, _engine, _model, OneDay.Instance) is not { } prompt)
        {
            return null;
        }

        var tokens = prompt.PromptSegments is { } segments ? _tokenizer.Encode(segments) : _tokenizer.Encode(prompt.Prompt!);
        return tokens.Length == 0 ? null : TrainingExample.FromPrompt(tokens, [.. EncodeAnswer(prompt, tokens, example.Answer), _end]);
    }

    /// <summary>
    /// As the answer is cut into tokens right behind the prompt, where that leaves the prompt's tokens as they are: what begins a text alone may
    /// begin with a space of its own.
    /// </summary>
    private int[] EncodeAnswer(GenerationRequest prompt, int[] tokens, string answer)
    {
        if (prompt.PromptSegments is { } segments
            && _tokenizer.Encode([.. segments, new PromptSegment(answer, IsInput: true)]) is var both
            && both.AsSpan().StartsWith(tokens))
        {
            return both[tokens.Length..];
        }

        return _tokenizer.Encode(answer, addBeginningOfText: false);
    }

    /// <summary>What the template puts behind an answer; without a template, what ends a text.</summary>
    private int? EndOfAnswer()
    {
        if (_engine.ChatTemplate is { } template)
        {
            ChatTemplateMessage[] turns = [new() { Role = "user", Content = "a" }, new() { Role = "assistant", Content = "b" }];
            var written = template.Render(new ChatTemplateInput { Messages = turns, AddGenerationPrompt = false }, OneDay.Instance);
            var ids = _tokenizer.Encode(written.Segments);
            var last = Array.FindLastIndex(ids, _tokenizer.EndOfTextIds.Contains);
            if (last >= 0)
            {
                return ids[last];
            }
        }

        return _tokenizer.EndOfTextId ?? (_tokenizer.EndOfTextIds is [var first, ..] ? first : null);
    }

    /// <summary>
    /// A clock for templates that write the date into the prompt: what is trained on must not depend on the day. It is the day that Llama 3's
    /// own template falls back to.
    /// </summary>
    private sealed class OneDay : TimeProvider
    {
        public static readonly OneDay Instance = new();

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2024, 7, 26, 0, 0, 0, TimeSpan.Zero);
    }
}
