using System.Net.Sockets;
using IstioLab.Cluster.Dashboards;

namespace IstioLab.Cluster.Preflight;

/// <summary>Whether this machine gives loopback ports.</summary>
internal static class PortCheck
{
    public static PreflightFinding Run()
    {
        try
        {
            FreePorts.Pick(3);
            return PreflightFinding.Good("ports", "free loopback ports are chosen for the API server and the gateway; none is fixed");
        }
        catch (SocketException refused)
        {
            return PreflightFinding.Blocking("ports", $"no loopback port can be opened: {refused.Message} See what holds them: 'ss -ltn'.");
        }
    }
}
