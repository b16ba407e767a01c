using System.Globalization;
using System.Text;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Client;
using Freehold.Wire;
using Freehold.Wire.Chat;
using Freehold.Wire.Outcomes;

namespace Freehold.Cli.Verbs;

/// <summary>Asks once and writes the answer as it comes.</summary>
internal static class ChatPrinter
{
    /// <returns>The whole answer.</returns>
    public static async Task<string> AskAsync(
        Invocation run, ChatSettings settings, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        string? id = null, finish = null;
        try
        {
            await using var answer = await run.Client().StreamChatAsync(settings.Request(messages), settings.Call, cancellationToken);
            await foreach (var chunk in answer.WithCancellation(cancellationToken))
            {
                id = chunk.Id;
                foreach (var choice in chunk.Choices)
                {
                    finish = choice.FinishReason ?? finish;
                    var piece = choice.Delta.Content ?? choice.Delta.Refusal;
                    if (string.IsNullOrEmpty(piece)) continue;
                    run.Output.Piece(piece);
                    text.Append(piece);
                }
            }
        }
        finally
        {
            // Whatever ends the answer, what follows starts on a line of its own.
            if (text.Length > 0 && text[^1] != '\n') run.Output.Piece("\n");
        }

        if (finish == FinishReasons.Length) run.Output.Note("(cut off at the token limit)");
        if (settings.Verbose && id is not null) await TellAsync(run, id, cancellationToken);
        return text.ToString();
    }

    /// <summary>The outcome is in the log before the answer's last byte, so it can be read at once.</summary>
    private static async Task TellAsync(Invocation run, string id, CancellationToken cancellationToken)
    {
        try
        {
            if (await run.Client().GetOutcomeAsync(id, cancellationToken) is { } outcome) run.Output.Note(Summary(outcome));
        }
        catch (FreeholdException unread)
        {
            run.Output.Note($"[{id}: its outcome cannot be read: {unread.Message}]");
        }
    }

    private static string Summary(OutcomeView outcome) => string.Create(CultureInfo.InvariantCulture,
        $"[{outcome.Model}: {outcome.Decision}; {outcome.Label}; {outcome.PromptTokens}+{outcome.CompletionTokens} tokens; ")
        + $"{Show.Usd(outcome.CostMicroUsd)}; {Show.Milliseconds(outcome.TotalMs)}; {outcome.Id}]";
}
