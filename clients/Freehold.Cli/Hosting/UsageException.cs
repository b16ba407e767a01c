namespace Freehold.Cli.Hosting;

/// <summary>The command line, the environment or a file given is wrong. The message says what, where, and what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
