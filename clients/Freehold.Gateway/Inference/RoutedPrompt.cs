using Freehold.Wire.Chat;
using Freehold.Wire.Completions;

namespace Freehold.Gateway.Inference;

/// <summary>What routing looks at of a request's text.</summary>
/// <param name="Text">The last message of the user; empty where there is none.</param>
/// <param name="Characters">Characters of the whole prompt.</param>
/// <param name="Turn">Which question of a conversation it is; 0 for the first.</param>
internal readonly record struct RoutedPrompt(string Text, long Characters, int Turn)
{
    /// <summary>Characters of a token, about: what tokenizers of today make of English and of programs.</summary>
    private const int CharactersPerToken = 4;

    /// <summary>A request without text for routing.</summary>
    public static RoutedPrompt None { get; } = new("", 0, 0);

    /// <summary>Tokens of the whole prompt, estimated.</summary>
    public int Tokens => (int)Math.Min(int.MaxValue, (Characters + CharactersPerToken - 1) / CharactersPerToken);

    public static RoutedPrompt Of(ChatCompletionRequest wire)
    {
        var (text, characters, questions) = ("", 0L, 0);
        foreach (var message in wire.Messages)
        {
            var content = message.Content?.ToText() ?? "";
            characters += content.Length;
            if (message.Role == ChatRole.User)
            {
                (text, questions) = (content, questions + 1);
            }
        }

        return new RoutedPrompt(text, characters, Math.Max(0, questions - 1));
    }

    public static RoutedPrompt Of(CompletionRequest wire) => wire.Prompt.Texts is { Count: 1 } texts
        ? new RoutedPrompt(texts[0], texts[0].Length, 0)
        : None with { Characters = wire.Prompt.Texts?.Sum(text => (long)text.Length) ?? 0 };
}
