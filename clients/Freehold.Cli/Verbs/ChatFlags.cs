using System.CommandLine;
using Freehold.Cli.Hosting;
using Freehold.Client;

namespace Freehold.Cli.Verbs;

/// <summary>The options of <c>chat</c>.</summary>
internal sealed class ChatFlags
{
    private readonly Option<string> _model = new("--model", "-m")
    {
        Description = "The model, or 'auto' to let the tenant's policy choose",
        HelpName = "MODEL",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string?> _system = new("--system", "-s") { Description = "Instructions for the model", HelpName = "TEXT" };
    private readonly Option<string?> _label = new("--label")
    {
        Description = "How sensitive the prompt is; without it, the tenant's default",
    };

    private readonly Option<string?> _workload = new("--workload") { Description = "The kind of task", HelpName = "NAME" };
    private readonly Option<int?> _maxTokens = new("--max-tokens") { Description = "Most tokens to generate", HelpName = "N" };
    private readonly Option<double?> _temperature = new("--temperature")
    {
        Description = "0 (always the likeliest token) to 2",
        HelpName = "T",
    };

    private readonly Option<long?> _seed = new("--seed") { Description = "Same seed, same text", HelpName = "SEED" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Tell on stderr who answered, why, and what it cost" };

    public ChatFlags() => _label.AcceptOnlyFromAmong("public", "internal", "confidential", "restricted");

    public Argument<string?> Prompt { get; } = new("PROMPT")
    {
        Description = "What to ask; '-' reads stdin",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command)
    {
        command.Add(Prompt);
        Option[] options = [_model, _system, _label, _workload, _maxTokens, _temperature, _seed, _verbose];
        foreach (var option in options) command.Add(option);
    }

    public ChatSettings Read(Invocation run) => new()
    {
        Model = run.Get(_model)!,
        System = run.Get(_system),
        MaxTokens = run.Get(_maxTokens),
        Temperature = run.Get(_temperature),
        Seed = run.Get(_seed),
        Verbose = run.Get(_verbose) || run.Host is { ErrorIsTerminal: true, OutputIsTerminal: true },
        Call = new CallOptions { Label = run.Get(_label), Workload = run.Get(_workload) },
    };
}
