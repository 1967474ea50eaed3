using System.Text.Json;

namespace IstioLab.Cluster.Environments;

/// <summary>Reads and writes the record of a running environment, and clears what a process left that could not do so itself.</summary>
public sealed class EnvironmentRegistry(EnvironmentFolder folder)
{
    private const string FileName = "environment.json";
    private const string ProgressFileName = "lab.json";

    /// <summary>The record of the process that runs the environment now.</summary>
    /// <returns>Null when none does, also when a record is there whose process has gone.</returns>
    public EnvironmentRecord? FindRunning() => Read() is { } record && record.Process.IsRunning ? record : null;

    /// <summary>The last record that was written, also when its process was killed and the environment no longer runs.</summary>
    public EnvironmentRecord? FindLast() => Read();

    /// <summary>Writes the record. Called by the process that holds the environment's lock.</summary>
    public void Write(EnvironmentRecord record) => 
        folder.WriteText(FileName, JsonSerializer.Serialize(record, EnvironmentRecordJson.Default.EnvironmentRecord));

    /// <summary>The lab that is active in the environment, and how far it is.</summary>
    /// <returns>Null when none is.</returns>
    public LabProgress? FindLab() =>
        EnvironmentRecordJson.Read(folder.ReadText(ProgressFileName), EnvironmentRecordJson.Default.LabProgress);

    /// <summary>Writes which lab is active; null for none.</summary>
    public void WriteLab(LabProgress? progress)
    {
        if (progress is null)
        {
            folder.Remove(ProgressFileName);
        }
        else
        {
            folder.WriteText(ProgressFileName, JsonSerializer.Serialize(progress, EnvironmentRecordJson.Default.LabProgress));
        }
    }

    /// <summary>Removes the records of this process at its orderly end.</summary>
    public void Clear()
    {
        folder.Remove(FileName);
        folder.Remove(ProgressFileName);
    }

    /// <summary>
    /// Ends processes and removes sockets and records that an earlier process left, be it after a crash or <c>kill -9</c>. Called with
    /// the environment's lock held, so that nobody else can be using them.
    /// </summary>
    /// <returns>What was found, one entry each, for people; empty when there was nothing.</returns>
    public IReadOnlyList<string> ClearStale()
    {
        List<string> found = [];
        if (Read() is { } record)
        {
            found.Add($"the record of process {record.Process.Pid}, which has ended");
            foreach (var child in record.Children.Where(child => child.Kill()))
            {
                found.Add($"process {child.Pid}, which it had started");
            }
        }

        var sockets = folder.SocketFolder;
        if (Directory.Exists(sockets))
        {
            Directory.Delete(sockets, recursive: true);
            found.Add($"its sockets in '{sockets}'");
        }

        File.Delete(folder.ControlSocketPath);
        Clear();
        RemoveHalfWrittenFiles();
        return found;
    }

    private EnvironmentRecord? Read() => 
        EnvironmentRecordJson.Read(folder.ReadText(FileName), EnvironmentRecordJson.Default.EnvironmentRecord);

    private void RemoveHalfWrittenFiles()
    {
        foreach (var file in Directory.EnumerateFiles(folder.Folder, "*.new"))
        {
            File.Delete(file);
        }
    }
}
