using System.CommandLine;
using System.CommandLine.Parsing;

namespace Freehold.Silo;

/// <summary>
/// The silo's own arguments, as the configuration keys that they stand for. What is not ours (<c>--urls</c>,
/// <c>--Freehold:Gateway:MaxBodyBytes=…</c>) stays for ASP.NET.
/// </summary>
internal static class SiloArguments
{
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The folder that holds everything this installation keeps.",
        HelpName = "DIR",
    };

    private static readonly Option<string[]> Models = Pairs("--model", "NAME=PATH", "Loads a local model (GGUF, safetensors) and offers it as NAME.");

    private static readonly Option<string[]> Providers = Pairs(
        "--provider", "NAME=BASE_URL", "Adds an OpenAI-compatible upstream; its key comes from FREEHOLD_PROVIDER_NAME_KEY.");

    private static readonly Option<string?> Postgres = new("--postgres")
    {
        Description = "The PostgreSQL database that holds everything instead of the data folder; in the Orleans build also the cluster's.",
        HelpName = "CONNECTION",
    };

    private static readonly Option<string?> Roles = new("--roles")
    {
        Description = "What this process does in a cluster: some of gateway,control,worker (default: all).",
        HelpName = "ROLES",
    };

    private static readonly Option<string?> Name = new("--name")
    {
        Description = "This process's name in its cluster (default: the machine's name).",
        HelpName = "NAME",
    };

    private static readonly RootCommand Root = new(
        "Freehold: one OpenAI-compatible endpoint before local models and providers. "
        + "ASP.NET's own arguments work too, as --urls http://127.0.0.1:8080.")
    {
        Data, Postgres, Models, Providers, Roles, Name,
    };

    /// <summary>Reads the arguments; the exit code is set where the program shall end at once, after help or a fault.</summary>
    public static (Dictionary<string, string?> Settings, string[] Others, int? ExitCode) Read(string[] args)
    {
        Root.TreatUnmatchedTokensAsErrors = false;
        var parsed = Root.Parse(args);
        var asksForHelp = parsed.Action is not null && parsed.Errors.Count == 0 && args.Any(arg => arg is "--help" or "-h" or "-?" or "/?" or "--version");
        if (asksForHelp || parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine(error.Message);
            }

            return ([], [], asksForHelp ? parsed.Invoke() : 2);
        }

        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (parsed.GetValue(Data) is { } data)
        {
            settings["Freehold:DataFolder"] = Path.GetFullPath(data);
        }

        Set(settings, "Freehold:Postgres", parsed.GetValue(Postgres));
        Set(settings, "Freehold:Roles", parsed.GetValue(Roles));
        Set(settings, "Freehold:Cluster:Name", parsed.GetValue(Name));
        foreach (var (name, path) in (parsed.GetValue(Models) ?? []).Select(Split))
        {
            settings[$"Freehold:Models:{name}:Path"] = Path.GetFullPath(path);
        }

        foreach (var (name, url) in (parsed.GetValue(Providers) ?? []).Select(Split))
        {
            settings[$"Freehold:Providers:{name}:BaseUrl"] = url;
        }

        return (settings, [.. parsed.UnmatchedTokens], null);
    }

    private static void Set(Dictionary<string, string?> settings, string key, string? value)
    {
        if (value is not null)
        {
            settings[key] = value;
        }
    }

    private static Option<string[]> Pairs(string name, string form, string description)
    {
        var option = new Option<string[]>(name) { Description = $"{description} May be repeated.", HelpName = form };
        option.Validators.Add(result => CheckPairs(result, name, form));
        return option;
    }

    private static void CheckPairs(OptionResult result, string name, string form)
    {
        foreach (var token in result.Tokens)
        {
            var equals = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == token.Value.Length - 1 || token.Value.AsSpan(0, equals).Contains(':'))
            {
                result.AddError($"{name} '{token.Value}' has not the form {form}.");
            }
        }
    }

    private static (string Name, string Value) Split(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return (pair[..equals], pair[(equals + 1)..]);
    }
}
