using System.Net;
using System.Net.Sockets;

namespace IstioLab.Cluster.Dashboards;

internal static class FreePorts
{
    /// <summary>Picks free loopback ports that differ. Another process may take one before it is used: the caller tries again.</summary>
    public static int[] Pick(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
            {
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
