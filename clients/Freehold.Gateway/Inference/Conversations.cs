using Freehold.Core.Routing.Affinity;
using Freehold.Wire.Chat;

namespace Freehold.Gateway.Inference;

/// <summary>What this gateway knows of a conversation before it is routed.</summary>
/// <param name="Keys">Keys of its beginnings, the shortest first; empty where it is none.</param>
/// <param name="Holder">Who answered the longest of them; null where none is known.</param>
internal sealed record Conversation(UInt128[] Keys, PrefixHolder? Holder)
{
    /// <summary>Messages by which gateways agree on a place: what a conversation begins with, and its first question.</summary>
    private const int FirstMessages = 2;

    public static Conversation None { get; } = new([], null);

    /// <summary>The same for requests that begin alike; 0 for no conversation.</summary>
    public ulong PrefixKey => Keys.Length == 0 ? 0 : (ulong)Keys[Math.Min(FirstMessages, Keys.Length) - 1] | 1;
}

/// <summary>Remembers who answered the conversations of this gateway, so that their next turns can go where their prefixes are cached.</summary>
internal sealed class Conversations
{
    private readonly PrefixMemory _memory = new();

    /// <summary>Reads a request's conversation and looks for it.</summary>
    public Conversation Find(string tenant, InferenceRequest request)
    {
        if (request is not TextRequest { Wire: ChatCompletionRequest { Messages: { Count: > 0 } messages } })
        {
            return Conversation.None;
        }

        var chain = PrefixChain.Of(tenant);
        var keys = new UInt128[Math.Min(messages.Count, PrefixChain.MaxMessages)];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = chain.Add(messages[i].Role.ToString(), messages[i].Content?.ToText());
        }

        return new Conversation(keys, _memory.Find(tenant, keys));
    }

    /// <summary>Remembers who answered, if somebody did; a conversation too long to be followed to its end is left out.</summary>
    public void Remember(Exchange exchange, Conversation conversation)
    {
        if (exchange.AnsweredBy is { } candidate && conversation.Keys.Length is > 0 and < PrefixChain.MaxMessages)
        {
            _memory.Remember(
                exchange.Principal.Tenant, conversation.Keys[^1], new PrefixHolder(candidate.Id, candidate.Place, exchange.AnswerTokens));
        }
    }
}
