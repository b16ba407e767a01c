namespace Freehold.Core.Routing.Load;

/// <summary>One place of a model that is at several.</summary>
/// <param name="Place">Its name, as the catalog has it.</param>
/// <param name="Load">How busy it is; null where it has not said.</param>
/// <param name="SentSince">Requests sent there that <paramref name="Load"/> does not show yet.</param>
public readonly record struct PlaceOption(string Place, PlaceLoad? Load, int SentSince);

/// <summary>What a request asks of a place.</summary>
/// <param name="PromptTokens">Tokens of its prompt.</param>
/// <param name="CompletionTokens">Tokens expected of its answer.</param>
/// <param name="HeldAt">The place that has the beginning of its prompt in its cache; null where none has.</param>
/// <param name="HeldTokens">So many tokens of it.</param>
/// <param name="PrefixKey">The same for requests that begin alike; 0 where they have nothing in common.</param>
public readonly record struct PlaceDemand(int PromptTokens, int CompletionTokens, string? HeldAt = null, int HeldTokens = 0, ulong PrefixKey = 0);
