using Freehold.Contracts.Inference;

namespace Freehold.Workers;

/// <summary>
/// The text that a model without a chat template is given for a conversation: what was said, line by line and without roles, for
/// such a model continues text and knows no turns.
/// </summary>
internal static class ChatPrompt
{
    public static string Render(IReadOnlyList<ChatTurn> messages) => string.Join('\n', messages.Select(message => message.Content));
}
