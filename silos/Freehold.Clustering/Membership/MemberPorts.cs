using System.Net.NetworkInformation;

namespace Freehold.Clustering.Membership;

/// <summary>
/// The ports of this process. One that is not told is the first that is free, and a file in the machine's temporary folder reserves it until the
/// process ends: members that start at the same moment on one machine must not choose the same.
/// </summary>
public sealed class MemberPorts : IDisposable
{
    private const int PortsTried = 100;

    private readonly List<FileStream> _reservations = [];

    /// <summary>The port that is demanded, or the first free one from <paramref name="first"/> on.</summary>
    /// <param name="demanded">What the configuration says, or null.</param>
    /// <param name="first">Where the search begins.</param>
    /// <param name="option">The name of the option, for messages.</param>
    /// <exception cref="ClusterStartException">It is taken, or a hundred are.</exception>
    public int Take(int? demanded, int first, string option)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(endpoint => endpoint.Port).ToHashSet();
        if (demanded is { } port)
        {
            return !taken.Contains(port) && TryReserve(port, whereDenied: true)
                ? port
                : throw new ClusterStartException($"{option} is {port}, and another process listens there: choose another port.");
        }

        for (port = first; port < first + PortsTried; port++)
        {
            if (!taken.Contains(port) && TryReserve(port, whereDenied: false))
            {
                return port;
            }
        }

        throw new ClusterStartException($"The ports {first} to {first + PortsTried - 1} are all taken: name a free one as {option}.");
    }

    /// <summary>Gives the reservations up.</summary>
    public void Dispose()
    {
        foreach (var reservation in _reservations)
        {
            reservation.Dispose();
        }
    }

    /// <param name="port">The port.</param>
    /// <param name="whereDenied">The answer where the file is another user's, who may have ended long ago.</param>
    private bool TryReserve(int port, bool whereDenied)
    {
        var path = Path.Combine(Path.GetTempPath(), $"freehold-port-{port}.lock");
        try
        {
            _reservations.Add(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return whereDenied;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
