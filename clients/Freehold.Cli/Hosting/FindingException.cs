namespace Freehold.Cli.Hosting;

/// <summary>A check was made and did not pass. The message says what was found.</summary>
internal sealed class FindingException(string message) : Exception(message);
