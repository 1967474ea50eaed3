using System.Globalization;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>Builds field paths as Kubernetes writes them.</summary>
internal static class FieldPath
{
    public static string Child(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    public static string Index(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
