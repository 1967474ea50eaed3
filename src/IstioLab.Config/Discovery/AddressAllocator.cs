using System.Net;
using System.Text;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Discovery;

/// <summary>
/// Addresses for ServiceEntries that have none, which sidecars with DNS capture use: those that istiod wrote into the status, else one of
/// 240.240.0.0/16 by the hash of namespace and host. Follows <c>autoAllocateIPs</c>.
/// </summary>
internal static class AddressAllocator
{
    private const int Slots = 256 * 254;
    private const uint Prime = 65011;
    private const uint HashOffset = 2166136261;
    private const uint HashPrime = 16777619;

    /// <summary>The last byte of an address is never 255.</summary>
    private const int LastByteSize = 255;

    /// <summary>Gives addresses to the services of a list that may have one; the order decides where two hashes meet.</summary>
    public static List<MeshService> Allocate(List<MeshService> services)
    {
        var hashed = Number(services.Where(service => NeedsAddress(service) && StatusAddress(service) is null).Select(KeyOf));
        return [.. services.Select(service => NeedsAddress(service)
            ? service with { Addresses = [StatusAddress(service) ?? hashed[KeyOf(service)]] }
            : service)];
    }

    private static bool NeedsAddress(MeshService service) =>
        !service.IsKubernetes
        && service.Addresses.IsEmpty
        && service.Resolution != ServiceResolution.Passthrough
        && !service.Hostname.StartsWith('*')
        && !string.Equals(service.Labels.GetValueOrDefault("networking.istio.io/enable-autoallocate-ip"), "false", StringComparison.OrdinalIgnoreCase);

    private static string KeyOf(MeshService service) => $"{service.Namespace}/{service.Hostname}";

    private static string? StatusAddress(MeshService service)
    {
        foreach (var item in service.Source.Root["status"].Items("addresses"))
        {
            if (string.Equals(item.Text("host"), service.Name, StringComparison.OrdinalIgnoreCase)
                && IPAddress.TryParse(item.Text("value"), out var address)
                && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
            {
                return address.ToString();
            }
        }

        return null;
    }

    private static Dictionary<string, string> Number(IEnumerable<string> keys)
    {
        var slots = new SortedDictionary<uint, string>();
        foreach (var key in keys)
        {
            slots[FindSlot(slots, Hash(key))] = key;
        }

        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        var skipped = 0;
        foreach (var (slot, key) in slots)
        {
            var number = (int)slot + 1 + skipped;
            if (number % LastByteSize == 0)
            {
                number++;
                skipped++;
            }

            result.TryAdd(key, $"240.240.{number / LastByteSize}.{number % LastByteSize}");
        }

        return result;
    }

    private static uint FindSlot(SortedDictionary<uint, string> slots, uint hash)
    {
        var slot = hash % Slots;
        var step = Prime - (hash % Prime);
        for (var attempt = 1u; slots.ContainsKey(slot); attempt++)
        {
            slot = unchecked(hash + (attempt * step)) % (Slots - 1);
        }

        return slot;
    }

    private static uint Hash(string text)
    {
        var hash = HashOffset;
        foreach (var letter in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ letter) * HashPrime);
        }

        return hash;
    }
}
