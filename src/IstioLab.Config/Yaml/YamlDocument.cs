namespace IstioLab.Config.Yaml;

/// <summary>One document of a file.</summary>
/// <param name="Root">The value; <see langword="null"/> for a document that is empty or holds comments only.</param>
/// <param name="Text">The document's own text, without the line that separates it.</param>
/// <param name="Position">Where the document begins.</param>
public sealed record YamlDocument(YamlNode? Root, string Text, SourcePosition Position);
