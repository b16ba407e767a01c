namespace Freehold.Cli.Hosting;

/// <summary>What the process returns.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The request was sent and failed, or a check that it made did not pass.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the environment or a file given is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C before it was done (128 + SIGINT, as shells have it).</summary>
    public const int Interrupted = 130;
}
