using System.Collections.Immutable;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>One served version of a resource.</summary>
/// <param name="Name">The version, e.g. <c>v1</c>.</param>
/// <param name="Schema">The schema; null when anything goes.</param>
/// <param name="Columns">The columns of its Table output.</param>
/// <param name="Storage">Whether objects are stored in this version.</param>
internal sealed record ResourceVersionDescriptor(string Name, ResourceSchema? Schema, ImmutableArray<TableColumn> Columns, bool Storage = true);
