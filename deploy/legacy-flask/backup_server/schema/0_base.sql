CREATE TABLE clients (
    ID BLOB(16) PRIMARY KEY,
    Name VARCHAR(255) UNIQUE NOT NULL,
    PublicKey BLOB(160),
    LastSeen TEXT NOT NULL,
    AESKey BLOB(32)
);
CREATE TABLE files (
    ID BLOB(16) PRIMARY KEY,
    FileName VARCHAR(255) NOT NULL,
    PathName VARCHAR(255) NOT NULL,
    Verified BOOLEAN DEFAULT 0,
    FileSize INTEGER,
    ModificationDate TEXT,
    CRC INTEGER,
    ClientID BLOB(16) NOT NULL,
    FOREIGN KEY (ClientID) REFERENCES clients(ID) ON DELETE CASCADE
);
CREATE TABLE metrics_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp TEXT NOT NULL,
    metric_name VARCHAR(100) NOT NULL,
    value REAL NOT NULL
);
CREATE INDEX idx_clients_name ON clients(Name);
CREATE INDEX idx_clients_lastseen ON clients(LastSeen);
CREATE INDEX idx_files_clientid ON files(ClientID);
CREATE INDEX idx_files_filename ON files(FileName);
CREATE INDEX idx_files_client_filename ON files(ClientID, FileName);
CREATE INDEX idx_files_verified ON files(Verified);
CREATE INDEX idx_files_moddate ON files(ModificationDate);
CREATE INDEX idx_files_filesize ON files(FileSize);
CREATE INDEX idx_metrics_name_time ON metrics_history(metric_name, timestamp);
CREATE TABLE database_migrations (
    version INTEGER PRIMARY KEY,
    description TEXT NOT NULL,
    applied_at TEXT NOT NULL,
    rollback_sql TEXT
);
