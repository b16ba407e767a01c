using Freehold.Cli.Hosting;
using Freehold.Client;
using Freehold.Wire.Chat;

namespace Freehold.Cli.Verbs;

/// <summary>A conversation on a terminal, turn by turn. It has no memory but the turns, which all go with every request.</summary>
internal sealed class ChatConversation(Invocation run, ChatSettings settings)
{
    private readonly List<ChatMessage> _turns = [.. settings.Opening()];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        run.Output.Note($"Talking to {settings.Model}. /new starts over; /exit, Ctrl-D or Ctrl-C ends.");
        try
        {
            while (await ReadAsync(cancellationToken) is { } line) if (!await TakeAsync(line.Trim(), cancellationToken)) return;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is a way to end a conversation.
        }

        run.Output.Piece("\n");
    }

    /// <returns>False where the line ends the conversation.</returns>
    private async Task<bool> TakeAsync(string line, CancellationToken cancellationToken)
    {
        switch (line)
        {
            case "":
                return true;
            case "/exit":
                return false;
            case "/new":
                _turns.Clear();
                _turns.AddRange(settings.Opening());
                return true;
        }

        _turns.Add(ChatSettings.Say(ChatRole.User, line));
        try
        {
            _turns.Add(ChatSettings.Say(ChatRole.Assistant, await ChatPrinter.AskAsync(run, settings, _turns, cancellationToken)));
        }
        catch (FreeholdException failure)
        {
            // The turn is taken back, so that the next one follows on the last that was answered.
            _turns.RemoveAt(_turns.Count - 1);
            run.Output.Error(ErrorText.Of(failure, run.KeySource));
        }

        return true;
    }

    private Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        run.Output.Piece("> ");

        // A terminal's reads cannot be cancelled: one waits on a thread of its own, which Ctrl-C leaves behind.
        return Task.Factory
            .StartNew(run.Host.In.ReadLine, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(cancellationToken);
    }
}
