namespace IstioLab.Config.Schemas.Text;

/// <summary>Where a <c>kind</c> line stands, and under which group and version.</summary>
internal sealed record SchemaKindLine(string Group, string Version, int Line);
