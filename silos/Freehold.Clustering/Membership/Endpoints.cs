using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Freehold.Clustering.Membership;

/// <summary>Where a member is reached, as far as nobody says it.</summary>
public static class Endpoints
{
    /// <summary>
    /// The address by which this machine reaches the database: members that share a database reach each other the same way.
    /// Over a socket of the file system, and where the way cannot be found, it is the loopback address.
    /// </summary>
    public static IPAddress AddressTowards(string connectionString)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var host = target.Host?.Split(',')[0].Split(':')[0];
        if (string.IsNullOrEmpty(host) || host.StartsWith('/'))
        {
            return IPAddress.Loopback;
        }

        try
        {
            // A datagram socket is connected without a packet; it only asks the routing table.
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(host, target.Port);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return IPAddress.Loopback;
        }
    }
}
