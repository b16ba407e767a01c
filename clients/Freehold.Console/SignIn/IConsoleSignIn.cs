using Freehold.Contracts.Tenancy;

namespace Freehold.WebConsole.SignIn;

/// <summary>Checks keys for the console; the host gives the gateway's own way of doing it.</summary>
public interface IConsoleSignIn
{
    /// <summary>Who holds this secret, or null where nobody does.</summary>
    /// <param name="secret">As it was typed or sent; not yet checked for length or form.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<Principal?> AuthenticateAsync(string secret, CancellationToken cancellationToken);
}
