using System.Net;
using System.Text;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>Addresses of a host as a program in a container finds them: a literal, /etc/hosts, then DNS.</summary>
internal static class NameLookup
{
    /// <summary>The addresses; empty when the name is unknown.</summary>
    public static async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(ProgramContext context, string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
            return [literal];
        var known = InHostsFile(context, host);
        return known.Count > 0 ? known : await context.Host.Spec.Resolver.ResolveAsync(host, cancellationToken);
    }

    private static List<IPAddress> InHostsFile(ProgramContext context, string host)
    {
        var found = new List<IPAddress>();
        if (context.Files.Find("/etc/hosts") is not RegularFile file)
            return found;
        foreach (var line in Encoding.UTF8.GetString(file.Content.Span).Split('\n'))
        {
            var words = line.Split('#')[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && words.Skip(1).Contains(host, StringComparer.OrdinalIgnoreCase) && IPAddress.TryParse(words[0], out var address)
                && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
                found.Add(address);
        }
        return found;
    }
}
