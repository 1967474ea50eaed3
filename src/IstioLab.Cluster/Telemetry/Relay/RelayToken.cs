using System.Security.Cryptography;
using System.Text;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>The secret that senders show where the relay can be reached from outside this machine.</summary>
public static class RelayToken
{
    /// <summary>The header, or gRPC metadata, that carries it.</summary>
    public const string Header = "x-lab-token";

    /// <summary>Draws one: 128 random bits as hexadecimal digits.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Compares in a time that does not depend on where they differ.</summary>
    internal static bool Matches(string expected, string? shown) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(shown ?? ""));
}
