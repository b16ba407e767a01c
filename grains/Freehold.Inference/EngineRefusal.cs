namespace Freehold.Inference;

/// <summary>Why an engine did not take a request: an expected outcome, not a fault.</summary>
/// <param name="Message">What is wrong and what to do, for people.</param>
public abstract record EngineRefusal(string Message)
{
    private protected static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

/// <summary>The waiting queue is full.</summary>
/// <param name="WaitingRequests">Requests that wait already, the queue's bound.</param>
/// <param name="RetryAfterMs">When a place is likely to be free, from how long requests have been taking.</param>
public sealed record QueueFullRefusal(int WaitingRequests, int RetryAfterMs)
    : EngineRefusal($"{Plural(WaitingRequests, "request")} wait already. Try again in {RetryAfterMs} ms.");

/// <summary>The prompt leaves no room for an answer.</summary>
/// <param name="PromptTokens">Tokens of the prompt; of a text far too long, a number that it has at least.</param>
/// <param name="LimitTokens">Most tokens of prompt and answer together.</param>
public sealed record ContextTooLongRefusal(int PromptTokens, int LimitTokens)
    : EngineRefusal($"The prompt has {PromptTokens} tokens; prompt and answer together may have {LimitTokens}. Shorten the prompt.");

/// <summary>A text to embed is too long for the model.</summary>
/// <param name="Index">Which text, from 0.</param>
/// <param name="Tokens">Its tokens; of a text far too long, a number that it has at least.</param>
/// <param name="LimitTokens">Most tokens of a text.</param>
public sealed record InputTooLongRefusal(int Index, int Tokens, int LimitTokens)
    : EngineRefusal($"input[{Index}] has {Tokens} tokens; the model takes {LimitTokens}. Split the text.");

/// <summary>The model came without a tokenizer.</summary>
/// <param name="Model">Name of the model.</param>
public sealed record TokenizerMissingRefusal(string Model)
    : EngineRefusal(
        $"Model '{Model}' was loaded without a tokenizer, so it has logits but no text. " +
        $"Load it with {nameof(ModelLoadOptions)}.{nameof(ModelLoadOptions.TokenizerPath)} naming a GGUF file of the same vocabulary.");

/// <summary>A value of the request is outside its range.</summary>
/// <param name="Parameter">Which one.</param>
/// <param name="Reason">What it must be.</param>
public sealed record InvalidRequestRefusal(string Parameter, string Reason) : EngineRefusal($"{Parameter}: {Reason}");

/// <summary>The engine is being disposed.</summary>
public sealed record EngineStoppingRefusal() : EngineRefusal("The engine is stopping. Send the request to another one.");
