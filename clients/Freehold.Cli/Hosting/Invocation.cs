using System.CommandLine;
using Freehold.Cli.Output;
using Freehold.Client;

namespace Freehold.Cli.Hosting;

/// <summary>One run of one verb: its arguments, its output, and the client where it asks for one.</summary>
internal sealed class Invocation : IDisposable
{
    private readonly ParseResult _parsed;
    private readonly GlobalOptions _globals;
    private FreeholdClient? _client;

    public Invocation(ParseResult parsed, CliHost host, GlobalOptions globals)
    {
        (_parsed, Host, _globals) = (parsed, host, globals);
        Output = new CliOutput(host, parsed.GetValue(globals.Json));
    }

    public CliHost Host { get; }

    public CliOutput Output { get; }

    /// <summary>Where the key was found, for the message when it is refused.</summary>
    public string? KeySource { get; private set; }

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => _parsed.GetValue(argument)!; // the parser has refused what lacks a required one

    /// <summary>A client for what every key may do. The verb that works locally never asks for one.</summary>
    public FreeholdClient Client() => _client ??= Connect(GlobalOptions.KeyVariable, GlobalOptions.AdminKeyVariable);

    /// <summary>A client for administration: of two keys in the environment, the admin's is meant.</summary>
    public FreeholdClient AdminClient() => _client ??= Connect(GlobalOptions.AdminKeyVariable, GlobalOptions.KeyVariable);

    public void Dispose() => _client?.Dispose();

    private FreeholdClient Connect(params string[] keyVariables)
    {
        var options = new FreeholdClientOptions { BaseUrl = FindUrl(), ApiKey = FindKey(keyVariables) };
        try
        {
            return Host.Connect(options);
        }
        catch (ArgumentException invalid)
        {
            throw new UsageException($"{invalid.Message} It came from {KeySource}.");
        }
    }

    private Uri FindUrl()
    {
        var (text, source) = _parsed.GetValue(_globals.Url) is { } option
            ? (option, "--url")
            : (Host.Environment(GlobalOptions.UrlVariable), GlobalOptions.UrlVariable);
        if (string.IsNullOrWhiteSpace(text)) return FreeholdClientOptions.DefaultBaseUrl;
        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new UsageException($"'{text}' from {source} is no URL: use the form http://HOST:PORT, without a path.");
    }

    private string FindKey(string[] variables)
    {
        KeySource = "--key";
        if (_parsed.GetValue(_globals.Key) is { Length: > 0 } given) return given.Trim();
        foreach (var variable in variables)
        {
            KeySource = variable;
            if (Host.Environment(variable) is { Length: > 0 } found) return found.Trim();
        }

        throw new UsageException(
            $"No API key. Set {variables[0]}, or pass --key; a silo prints the first admin's key when it starts for the first time.");
    }
}
