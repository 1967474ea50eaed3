namespace IstioLab.Cluster.Embedded.Runtime.Terminals;

/// <summary>Size of a terminal in characters.</summary>
internal readonly record struct TerminalSize(int Columns, int Rows);
