using System.CommandLine;

namespace Freehold.Cli.Hosting;

/// <summary>Options that every verb takes.</summary>
internal sealed class GlobalOptions
{
    public const string UrlVariable = "FREEHOLD_URL";
    public const string KeyVariable = "FREEHOLD_API_KEY";
    public const string AdminKeyVariable = "FREEHOLD_ADMIN_KEY";

    public Option<string?> Url { get; } = new("--url")
    {
        Description = $"The gateway's URL [environment: {UrlVariable}; default: http://127.0.0.1:8080]",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = $"The API key; better kept in the environment, where other users do not see it [{KeyVariable}, {AdminKeyVariable}]",
        HelpName = "KEY",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write JSON: one document, or one a line for streams",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(Url);
        root.Add(Key);
        root.Add(Json);
    }
}
