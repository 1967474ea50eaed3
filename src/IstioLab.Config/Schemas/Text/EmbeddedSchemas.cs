namespace IstioLab.Config.Schemas.Text;

/// <summary>The schema files inside the assembly.</summary>
internal static class EmbeddedSchemas
{
    public static IEnumerable<string> Read()
    {
        var assembly = typeof(EmbeddedSchemas).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".schema", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
