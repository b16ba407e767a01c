using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Cli.Output;
using Freehold.Wire.Chat;

namespace Freehold.Cli.Verbs;

/// <summary><c>chat [PROMPT]</c>.</summary>
internal static class ChatVerb
{
    public static Command Create(CliApp app)
    {
        var flags = new ChatFlags();
        var command = new Command("chat", "Ask a model; without a prompt on a terminal, hold a conversation");
        flags.AddTo(command);
        return app.Handle(command, async (run, cancellationToken) =>
        {
            var settings = flags.Read(run);
            var prompt = await PromptAsync(run, run.Get(flags.Prompt), cancellationToken);
            if (prompt is null)
            {
                await new ChatConversation(run, settings).RunAsync(cancellationToken);
                return;
            }

            ChatMessage[] messages = [.. settings.Opening(), ChatSettings.Say(ChatRole.User, prompt)];
            if (run.Output.IsJson) await ReportAsync(run, settings, messages, cancellationToken);
            else await ChatPrinter.AskAsync(run, settings, messages, cancellationToken);
        });
    }

    /// <summary>The prompt, or null where a conversation is to be held.</summary>
    private static async Task<string?> PromptAsync(Invocation run, string? argument, CancellationToken cancellationToken)
    {
        if (argument is not (null or "-")) return argument;
        if (argument is null && run.Host.InputIsTerminal)
        {
            return run.Output.IsJson
                ? throw new UsageException("chat --json needs a prompt: give it as an argument, or '-' to read it from stdin.")
                : null;
        }

        var text = await run.Host.In.ReadToEndAsync(cancellationToken);
        return string.IsNullOrWhiteSpace(text)
            ? throw new UsageException("The prompt on stdin is empty; pipe a text into it, or give the prompt as an argument.")
            : text;
    }

    private static async Task ReportAsync(
        Invocation run, ChatSettings settings, ChatMessage[] messages, CancellationToken cancellationToken)
    {
        var answer = await run.Client().CompleteChatAsync(settings.Request(messages), settings.Call, cancellationToken);
        run.Output.Json(new ChatReport(answer.Value, answer.Route), CliJson.Own.ChatReport);
    }
}
