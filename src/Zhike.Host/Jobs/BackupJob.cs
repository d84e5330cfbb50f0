using System.Text.Json;
using Zhike.Contracts.Jobs;
using Zhike.Kernel;
using Zhike.Storage.Audit;
using Zhike.Storage.Backups;

namespace Zhike.Host.Jobs;

/// <summary>backup: both stores into one file, while everything goes on.</summary>
internal sealed class BackupJob(IBackups backups, IAudit audit) : IJob
{
    public string Verb => "backup";

    public async Task<JobOutcome> RunAsync(JsonElement arguments, IProgressSink progress, CancellationToken cancel)
    {
        if (!arguments.TryGetProperty("file", out var file) || file.GetString() is not { Length: > 0 } path || !Path.IsPathFullyQualified(path))
        {
            throw new ProblemException(Problem.Invalid("file", "must be the whole path of the archive to write"));
        }

        progress.Report("copying both stores", 0, 0);
        var manifest = await backups.WriteAsync(path, cancel);
        await audit.RecordAsync(new AuditEntry("system", "backup_written", $"archive/{Path.GetFileName(path)}", manifest.Program), cancel);
        return new JobOutcome(
            $"Both stores are in {path} ({new FileInfo(path).Length / 1024 / 1024} MiB). Keep a copy of the folder of keys apart from it: without the key, personal data stays sealed.",
            manifest);
    }
}
