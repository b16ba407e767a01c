using System.Diagnostics.CodeAnalysis;
using System.Text;
using Freehold.Contracts.Outcomes;
using Freehold.Gateway.Inference;
using Freehold.Wire.Chat;
using Freehold.Wire.Completions;

namespace Freehold.Gateway.Training;

/// <summary>The prompt of a request as a transcript has it: text only.</summary>
internal static class TranscriptRequest
{
    /// <summary>
    /// True for a request whose exchange could be a transcript: one answer is asked for, and there is nothing but text in it.
    /// </summary>
    public static bool IsText(TextRequest request) => request.ProviderOnlyParam is null && request.Wire.ChoiceCount == 1
        && request.Wire is CompletionRequest or ChatCompletionRequest { Messages.Count: <= Transcript.MaxTurns }
        && request.Prompt.Characters <= Transcript.MaxTextBytes;

    /// <summary>The turns; false where one speaks that a transcript has no place for.</summary>
    public static bool TryTurns(TextRequest request, [NotNullWhen(true)] out TranscriptTurn[]? turns)
    {
        turns = request.Wire switch
        {
            ChatCompletionRequest chat => TurnsOf(chat.Messages),
            CompletionRequest { Prompt.Texts: [var prompt] } => [new() { Role = "user", Content = prompt }],
            _ => null,
        };
        return turns is not null;
    }

    /// <summary>Bytes of all texts in UTF-8.</summary>
    public static long BytesOf(TranscriptTurn[] turns, string answer) =>
        Encoding.UTF8.GetByteCount(answer) + turns.Sum(turn => (long)Encoding.UTF8.GetByteCount(turn.Content));

    private static TranscriptTurn[]? TurnsOf(IReadOnlyList<ChatMessage> messages)
    {
        TranscriptTurn[] turns = [.. messages.Select(ToTurn)];
        return Array.TrueForAll(turns, turn => turn.Role.Length > 0) ? turns : null;
    }

    private static TranscriptTurn ToTurn(ChatMessage message) => new()
    {
        Role = message.Role switch
        {
            ChatRole.System or ChatRole.Developer => "system",
            ChatRole.User => "user",
            ChatRole.Assistant => "assistant",
            _ => "",
        },
        Content = message.Content?.ToText() ?? "",
    };
}
