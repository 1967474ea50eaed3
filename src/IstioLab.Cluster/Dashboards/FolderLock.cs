namespace IstioLab.Cluster.Dashboards;

/// <summary>Holds a file open for itself alone, so that one process at a time fills a folder. The system lets go when it dies.</summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static async Task<FolderLock> AcquireAsync(string path, TimeProvider time, Action onWait, CancellationToken cancellationToken)
    {
        var waited = false;
        while (true)
        {
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (Directory.Exists(Path.GetDirectoryName(path)))
            {
                if (!waited)
                {
                    onWait();
                    waited = true;
                }
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();
}
