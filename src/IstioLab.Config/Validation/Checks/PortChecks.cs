namespace IstioLab.Config.Validation.Checks;

/// <summary>Port numbers and names.</summary>
internal static class PortChecks
{
    public static string? Number(long port) => port is >= 1 and <= 65535 ? null : $"port number {port} must be in the range 1..65535";

    public static string? Name(string name) => NameChecks.IsLabel(name) ? null : $"invalid port name: {name}";
}
