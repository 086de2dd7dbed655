-- Add client quota management
CREATE TABLE client_quotas (
    ClientID BLOB(16) PRIMARY KEY,
    QuotaBytes INTEGER NOT NULL DEFAULT 1073741824,
    UsedBytes INTEGER DEFAULT 0,
    LastUpdated TEXT NOT NULL,
    WarningThreshold REAL DEFAULT 0.8,
    FOREIGN KEY (ClientID) REFERENCES clients(ID) ON DELETE CASCADE
);
-- rollback
DROP TABLE IF EXISTS client_quotas;
